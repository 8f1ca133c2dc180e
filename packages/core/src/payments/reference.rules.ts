const ID_BITS = 80n;
const LENGTH = 18;

/**
 * What a bank can carry back (facts F7: at most 18 characters, A–Z 0–9): a prefix and the last 80 bits of the UUIDv7 in base 36.
 * 74 of those bits are random, so two payments never share one in practice; a unique index makes it certain.
 */
export const referenceOf = (uuid: string, prefix: 'PG' | 'PO' = 'PG'): string => {
  const bits = BigInt(`0x${uuid.replaceAll('-', '')}`) & ((1n << ID_BITS) - 1n);
  return `${prefix}${bits.toString(36).toUpperCase().padStart(LENGTH - 2, '0')}`;
};
