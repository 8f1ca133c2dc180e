import { movement, renderCamt053, renderCamt054, renderCsv, renderMt940, type Movement, type Renderer } from '@paygate/core/statements/render.fixture';
import { runSql } from '../support/sql-session.ts';
import { enter } from '../support/sign-in.ts';
import type { TestDatabase } from '../support/test-database.ts';
import type { TestProduct } from '../support/test-product.ts';
import type { CreditSourceDriver, HostileInput } from './credit-source-conformance.ts';
import { transferTo, type Transfer } from './transfers.ts';

const PATH = '/api/admin/statements';
const movementOf = ({ accountNumber: _, ...transfer }: Transfer): Movement => movement(transfer);
const midnight = (instant: string): string => new Date(Math.floor((Date.parse(instant) + 25_200_000) / 86_400_000) * 86_400_000 - 25_200_000).toISOString();

interface Dialect { readonly name: string; readonly render: Renderer; readonly carries?: (transfer: Transfer) => Transfer }
const dialects: readonly Dialect[] = [
  { name: 'camt.053', render: renderCamt053('08') }, { name: 'camt.054', render: renderCamt054('02') },
  // MT940 tells days, not times.
  { name: 'MT940', render: renderMt940('subfields'), carries: (transfer) => ({ ...transfer, paidAt: midnight(transfer.paidAt) }) },
  { name: 'statement CSV', render: renderCsv('kbank') },
];

/** `POST /api/admin/statements`, one driver for each kind of file: a file for each account, as banks give them. */
export const statementDrivers = async (product: TestProduct, database: TestDatabase): Promise<readonly CreditSourceDriver[]> => {
  const operator = await enter(product, database, { role: 'payout_operator' });
  const send = (accountId: string, file: Uint8Array) => product.call(undefined, 'POST', PATH, { receivingAccountId: accountId, contentBase64: Buffer.from(file).toString('base64') }, operator.headers);
  const accountOf = async (accountNumber: string): Promise<string | undefined> => {
    const [row] = await runSql(database.url, `select id from receiving_account where mode = 'test' and account_number = '${accountNumber}'`);
    return typeof row?.['id'] === 'string' ? row['id'] : undefined;
  };

  const hostileTo = (render: Renderer): readonly HostileInput[] => {
    const spoilt = (name: string, spoil: (text: string) => string): HostileInput => ({
      name, code: 'STATEMENT_REFUSED',
      send: async () => {
        const transfer = transferTo('1234567890');
        return send((await accountOf('1234567890'))!, Buffer.from(spoil(Buffer.from(render({ accountNumber: '1234567890', openingSatang: 100, movements: [movementOf(transfer)] })).toString('utf8'))));
      },
    });
    return [
      { name: 'a call of nobody', code: 'SESSION_REQUIRED', send: () => product.call(undefined, 'POST', PATH, { receivingAccountId: '019aa3f0-9999-7c11-9d6e-3f2b8a6c4d21', content: 'x' }) },
      { name: 'a file for no account of ours', code: 'BANK_ACCOUNT_NOT_FOUND', send: () => send('019aa3f0-9999-7c11-9d6e-3f2b8a6c4d21', render({ accountNumber: '1', openingSatang: 0, movements: [] })) },
      spoilt('a statement of another account', (text) => text.replaceAll('1234567890', '9990001112')), spoilt('half a file', (text) => text.slice(0, text.length / 3)),
      spoilt('an empty file', () => ' '),
    ];
  };
  return dialects.map(({ name, render, carries = (transfer: Transfer) => transfer }): CreditSourceDriver => ({
    name, hostile: hostileTo(render),
    tell: async (_, transfers) => {
      for (const [accountNumber, theirs] of Map.groupBy(transfers, (transfer) => transfer.accountNumber)) {
        const accountId = await accountOf(accountNumber);
        if (accountId === undefined) continue;
        const { status, body } = await send(accountId, render({ accountNumber, openingSatang: 1_234_567, movements: theirs.map(movementOf) }));
        if (status !== 201) throw new Error(`the import answered ${status} ${JSON.stringify(body)}`);
      }
      return transfers.map(carries);
    },
  }));
};
