import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { generatedFolder } from './languages.ts';

const compiler = path.join(import.meta.dirname, '../../../node_modules/.bin/tsc');

/** What TypeScript says of a program beside the declarations, in strict mode and with the declarations themselves checked. */
const complaints = async (program: string): Promise<readonly string[]> => {
  const folder = await generatedFolder('http://localhost:3001');
  writeFileSync(path.join(folder, 'shop.ts'), `import PayGate = require('./paygate-node.js');\nconst paygate = new PayGate('sk_test_1');\n${program}`);
  return promisify(execFile)(compiler, ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom', '--types', '', 'shop.ts'], { cwd: folder }).then(
    () => [], ({ stdout }: { stdout: string }) => stdout.match(/shop\.ts\(\d+.*|paygate-node.*/g) ?? [stdout],
  );
};

describe('the Node declarations', () => {
  it('type every call and answer of a shop', async () => {
    expect(await complaints(`
      export const shop = async (): Promise<string | null> => {
        const { transaction } = await paygate.createPayment({ amount: 100.37, orderId: 'ORD-1', metadata: { memberName: 'ทองดี' } }, { idempotencyKey: 'k' });
        const { payout } = await paygate.createPayout({ amount: 100, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' } });
        const { transactions } = await paygate.listPayments({ limit: 20, from: new Date() });
        const fee: number = payout.fee + transactions[0]!.fee;
        await paygate.cancelPayment(transaction.id);
        const event = PayGate.verifyWebhook({ rawBody: '{}', headers: new Headers(), webhookSecret: 's' });
        return fee > 0 ? transaction.qrCode : event.event;
      };`)).toEqual([]);
  });
  it('refuse what the API would refuse', async () => {
    const found = await complaints(`
      void paygate.createPayment({ orderId: 'ORD-1' });
      void paygate.createPayment({ amount: '100' });
      void paygate.createPayout({ amount: 1, destination: { bankCode: 'SCB' } });
      void paygate.payEverybody();
      void paygate.getPayment('x').then(({ transaction }) => transaction.status === 'GONE');`);
    expect(found.map((line) => /^shop\.ts\((\d+)/.exec(line)?.[1])).toEqual(['4', '5', '6', '7', '8']);
  });
});
