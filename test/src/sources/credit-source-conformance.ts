import { errors } from '@paygate/contract/errors';
import { bahtFromSatang, satangFromBaht } from '@paygate/contract/money';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { runSql } from '../support/sql-session.ts';
import type { TestDatabase } from '../support/test-database.ts';
import type { Answer, TestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';
import { creditsOf, ledgerOf, type Booked } from './credit-rows.ts';
import { signedFeed } from './signed-feed.driver.ts';
import { payers, transferTo, type Transfer } from './transfers.ts';

/** What must be refused: 4xx with this code of the catalogue, and nothing is credited. */
export interface HostileInput { readonly name: string; readonly code: keyof typeof errors; send(product: TestProduct): Promise<Pick<Answer, 'status' | 'body'>> }

/** A source of credits, as far as the suite needs to play the bank behind it. */
export interface CreditSourceDriver {
  readonly name: string;
  /**
   * Tells the product of these transfers over the source's own way in: in one message where it has one for many, else one by one. Called again
   * with the same transfers it tells them again, also while another call runs; a transfer whose account is refused throws nothing.
   * Answers the transfers as this source carries them: a bank that gives references or instants of its own answers those, a source without
   * a field answers null for it. The suite then waits until the product shows what was answered.
   */
  tell(product: TestProduct, transfers: readonly Transfer[]): Promise<readonly Transfer[]>;
  readonly hostile: readonly HostileInput[];
}

const UNKNOWN_ACCOUNT = '9990001112';
// One satang, what binary fractions get wrong, a plain one, and the most that one transfer carries.
const AMOUNTS_SATANG = [1, 7, 29, 10_037, 123_456_789, 200_000_000] as const;
const TOLD_TIMES = 4;

const shuffled = <T>(items: readonly T[]): T[] => items.map((item) => ({ item, at: Math.random() })).toSorted((one, other) => one.at - other.at).map(({ item }) => item);
const asBooked = ({ bankReference, accountNumber, amountSatang, paidAt, payerName, payerAccount, payerBankCode, ref1, ref2 }: Transfer): Transfer =>
  ({ bankReference, accountNumber, amountSatang, paidAt, payerName, payerAccount, payerBankCode, ref1, ref2 });

const amounts = (transfers: readonly Transfer[]): number[] => transfers.map(({ amountSatang }) => amountSatang).toSorted((one, other) => one - other);

/**
 * The promises that every source of credits keeps, whatever its bank sends. The product needs its worker, and whatever bank the driver speaks to.
 * Opens an account of its own for the source; run it once for each driver on one product.
 */
export const creditSourceConformance = (driver: CreditSourceDriver, { product, database }: { readonly product: TestProduct; readonly database: TestDatabase }): void => {
  const account = `77${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
  const tell = (...transfers: readonly Transfer[]) => driver.tell(product, transfers);
  /** The rows of these transfers, once each of them is there and decided. */
  const booked = (told: readonly Transfer[]): Promise<readonly Booked[]> => until(`${driver.name} credits ${told.length} transfers`, async () => {
    const rows = await creditsOf(database.url, told.map(({ bankReference }) => bankReference));
    return told.every(({ bankReference }) => rows.some((row) => row.bankReference === bankReference)) && rows.every(({ status }) => status !== 'RECEIVED') && rows;
  });
  const byReference = (transfers: readonly Transfer[]) => transfers.toSorted((one, other) => one.bankReference.localeCompare(other.bankReference));

  describe(`the source ${driver.name}`, () => {
    beforeAll(async () => {
      await runSql(database.url, `insert into receiving_account (id, mode, type, name, account_number, account_name, bank_code) values (uuidv7(), 'test', 'BANK', '${driver.name}', '${account}', 'PayGate', '014')`);
    });

    it('credits a transfer as its bank told it: account, amount to the satang, payer, references, instant', async () => {
      const transfers = [
        ...AMOUNTS_SATANG.map((amountSatang) => transferTo(account, { amountSatang })), ...payers.map((payer) => transferTo(account, payer)),
        transferTo(account, { ref1: 'NOBODYASKED1', ref2: 'M01' }),
      ];
      const told = await tell(...transfers);
      expect(amounts(told)).toEqual(amounts(transfers));
      expect(byReference(await booked(told)).map(asBooked)).toEqual(byReference(told).map(asBooked));
    });

    it('credits each transfer once, however often, at once and in whatever order it is told', async () => {
      const transfers = Array.from({ length: 8 }, () => transferTo(account));
      const rounds = await Promise.all(Array.from({ length: TOLD_TIMES }, () => tell(...shuffled(transfers))));
      const told = rounds[0]!;
      await booked(told);
      for (const one of shuffled(transfers).slice(0, 3)) await tell(one);
      const rows = await booked(told);
      expect(rows.map(({ bankReference }) => bankReference).toSorted()).toEqual(told.map(({ bankReference }) => bankReference).toSorted());
      const ledger = await ledgerOf(database.url, rows.map(({ id }) => id));
      expect(ledger).toHaveLength(transfers.length);
      expect(ledger.reduce((sum, { suspenseSatang }) => sum + suspenseSatang, 0)).toBe(transfers.reduce((sum, { amountSatang }) => sum + amountSatang, 0));
    });

    it.each(['first', 'afterwards', 'at the same time'])('credits a transfer once that the signed feed tells as well, %s', async (when) => {
      const transfer = transferTo(account);
      if (when === 'first') await signedFeed.tell(product, [transfer]);
      const [[told]] = await Promise.all([tell(transfer), when === 'at the same time' && signedFeed.tell(product, [transfer])]);
      // Under the reference its bank gave it, where that bank gives its own.
      await signedFeed.tell(product, [told!]);
      expect(await booked([told!])).toHaveLength(1);
    });

    it('does not know an account that is not ours, and credits what came beside it', async () => {
      const strange = transferTo(UNKNOWN_ACCOUNT);
      const told = await tell(transferTo(account), strange, transferTo(account));
      const ours = told.filter(({ accountNumber }) => accountNumber === account);
      expect(ours).toHaveLength(2);
      expect(await booked(ours)).toHaveLength(2);
      const strangers = told.filter(({ accountNumber }) => accountNumber !== account).map(({ bankReference }) => bankReference);
      expect(await creditsOf(database.url, [strange.bankReference, ...strangers])).toEqual([]);
    });

    it('pays the payment that a transfer names, and the books owe the merchant its net', async () => {
      const merchant = await product.addMerchant();
      const { amountSatang } = transferTo(account);
      const payer = { senderAccountNumber: payers[0].payerAccount, senderBankCode: payers[0].payerBankCode, memberName: payers[0].payerName };
      const { body } = await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: bahtFromSatang(amountSatang), metadata: payer });
      const { id, netAmount } = body.transaction;
      const netSatang = satangFromBaht(netAmount)!;
      const [{ reference }] = await runSql(database.url, `select reference from payment where id = '${id}'`) as [{ reference: string }]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the one row of that id
      const paidAt = new Date(Math.ceil(Date.now() / 1_000) * 1_000).toISOString();
      const told = await tell(transferTo(account, { amountSatang, paidAt, ref1: reference }));
      expect(await booked(told)).toMatchObject([{ status: 'MATCHED', paymentId: id }]);
      expect(await ledgerOf(database.url, [id])).toEqual([{ bankSatang: -amountSatang, suspenseSatang: 0, merchantSatang: netSatang }]);
      const balance = await product.call(merchant.secretKey, 'GET', '/api/v1/balance');
      expect(balance.body.balance).toBe(netAmount);
      await expectBooksAgree(product.platform);
    });

    it('puts money that nobody asked for in suspense, and the books agree', async () => {
      const transfer = transferTo(account);
      const [row] = await booked(await tell(transfer));
      expect(await ledgerOf(database.url, [row!.id])).toEqual([{ bankSatang: -transfer.amountSatang, suspenseSatang: transfer.amountSatang, merchantSatang: 0 }]);
      await expectBooksAgree(product.platform);
    });

    it.each(driver.hostile)('refuses $name with $code, and credits nothing', async (hostile) => {
      const before = await runSql(database.url, 'select count(*)::int as count from bank_credit');
      const { status, body } = await hostile.send(product);
      expect({ status, code: body.code }).toEqual({ status: errors[hostile.code].status, code: hostile.code });
      expect(await runSql(database.url, 'select count(*)::int as count from bank_credit')).toEqual(before);
    });
  });
};
