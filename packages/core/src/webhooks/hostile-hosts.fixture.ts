export const hostileIpv4 = [
  '127.0.0.1', '127.1.2.3', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.254', '192.168.1.1', '169.254.169.254', '100.100.100.200', '0.0.0.0',
  '0.0.0.1', '192.0.0.192', '168.63.129.16', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '192.0.2.1', '203.0.113.9',
];
export const hostileIpv6 = [
  '::1', '::', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1', '100::1', '5f00::1', '4000::1', '2001::1', '2001:2::1', '2001:10::1', '2001:20::1',
  '2001:db8::1', '2001:1ff:ffff::1', '2002::1', '3fff::1', '3fff:fff:ffff::1', '64:ff9b:1::1',
];
const octal = (value: number) => `0${value.toString(8)}`;
export const hex = (value: number, digits = 0) => value.toString(16).padStart(digits, '0');
/** All the ways in which an IPv4 address can be written into a URL's host. */
const spellings = (address: string): string[] => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const dword = ((a * 256 + b) * 256 + c) * 256 + d;
  const groups = `${hex(a * 256 + b)}:${hex(c * 256 + d)}`;
  const fullWidth = address.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  return [
    address, `${address}.`, String(dword), `${dword}.`, `0x${hex(dword)}`, `0X${hex(dword, 8)}`, octal(dword), `${octal(a)}.${octal(b)}.${octal(c)}.${octal(d)}`,
    `0x${hex(a)}.0x${hex(b)}.0x${hex(c)}.0x${hex(d)}`, `0x${hex(a)}.${octal(b)}.${c}.${d}`, `${a}.${(b * 256 + c) * 256 + d}`, `${a}.${b}.${c * 256 + d}`,
    address.replaceAll('.', '%2e'), address.replaceAll('.', '。'), fullWidth, `00000${octal(a)}.${b}.${c}.${d}`, `%3${String(a)[0]}${address.slice(1)}`,
    `[::ffff:${address}]`, `[::ffff:${groups}]`, `[0:0:0:0:0:ffff:${groups}]`, `[::${address}]`, `[::${groups}]`, `[::ffff:0:${address}]`, `[64:ff9b::${address}]`,
    `[64:ff9b::${groups}]`, `[2002:${groups}::1]`, `[2001:0:${groups}::1]`, `[fe80::5efe:${address}]`, `[fd00::${groups}]`,
  ];
};
/** More than 500 hosts that lead to no public address, as texts for a URL. */
export const hostileHosts = [...hostileIpv4.flatMap(spellings), ...hostileIpv6.map((address) => `[${address}]`)];
