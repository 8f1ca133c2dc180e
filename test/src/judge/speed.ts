/**
 * How many credits a second the product decides on a real database: set-based as the worker does it, beside one by one.
 *   DATABASE_URL=postgres://owner@host/postgres node test/src/judge/speed.ts [credits = 1500]
 * Makes a database of its own on that server and drops it.
 */
import { readConfig } from '@paygate/core/config';
import { matchCredits } from '@paygate/core/credits/match-credits';
import { migrate } from '@paygate/core/db/migrate';
import { senderOf } from '@paygate/core/payments/sender.rules';
import { openPlatform, type Platform } from '@paygate/core/platform';
import { createLogger } from '@paygate/core/process/logger';
import { v7 as uuidv7 } from 'uuid';
import { openSqlSession, runSql, type SqlSession } from '../support/sql-session.ts';
import { createDay, type Day } from './generator.ts';

const BATCH = 256;
const MODE = 'test';
const PLATFORM_OWNER = '00000000-0000-0000-0000-000000000000';
const serverUrl = process.env['DATABASE_URL'];
if (serverUrl === undefined) throw new Error('DATABASE_URL is missing: the owner of a PostgreSQL server');
const backlogLines = Number(process.argv[2] ?? 1_500);
const DAY_LINES = 100_000;
const EVENING = Date.UTC(2026, 2, 5, 20);

/** The platform's account at the busiest hour of a big day, after the worker stood still: so many credits wait, and what they were sent for is open or lately expired. */
const backlogOf = ({ payments, lines }: Day): Day => {
  const own = lines.filter(({ ownerId, arrivesMs }) => ownerId === 'platform' && arrivesMs <= EVENING);
  const decided = new Set(own.slice(0, -backlogLines).flatMap(({ kind, meantFor }) => (meantFor === null || kind === 'wrong amount' ? [] : [meantFor])));
  const asked = payments.filter(({ id, ownerId, createdMs, cancelledMs }) => ownerId === 'platform' && createdMs <= EVENING && !decided.has(id) && (cancelledMs === null || cancelledMs > EVENING));
  return { payments: asked, lines: own.slice(-backlogLines) };
};

const fill = async (session: SqlSession, day: Day): Promise<readonly string[]> => {
  const [merchantId, accountId] = [uuidv7(), uuidv7()];
  await session.query(`insert into merchant (id, username, email, business_name, owner_name, phone, status, plan_code) values ($1, 'speed', 'speed@example.com', 'Speed', 'Speed', '0800000000', 'ACTIVE', 'FREE')`, [merchantId]);
  await session.query(`insert into merchant_balance (merchant_id, mode, available_satang, reserved_satang) values ($1, $2, 0, 0)`, [merchantId, MODE]);
  await session.query(`insert into receiving_account (id, mode, type, name, account_number, account_name, is_default) values ($1, $2, 'PROMPTPAY', 'Speed', '0812345678', 'Speed', true)`, [accountId, MODE]);
  const shiftMs = Date.now() - EVENING;
  const at = (milliseconds: number) => new Date(milliseconds + shiftMs).toISOString();
  const payments = day.payments.map(({ announced, ...payment }) => {
    const { memberName, memberNameEn, ...sender } = senderOf({ senderAccountNumber: announced.account, senderBankCode: announced.bank, memberName: announced.nameThai, memberNameEn: announced.nameLatin });
    return { id: uuidv7(), merchantId, reference: payment.reference, amountSatang: payment.amountSatang, ...sender, senderName: memberName, senderNameEn: memberNameEn, status: payment.expiresMs > EVENING ? 'PENDING' : 'EXPIRED', createdAt: at(payment.createdMs), expiresAt: at(payment.expiresMs) };
  });
  await session.query(`insert into payment (id, merchant_id, mode, reference, source, amount_satang, fee_satang, qr_mode, status, receiving_owner_id, sender_account, sender_bank_code, sender_name, sender_name_en, created_at, expires_at)
    select "id", "merchantId", '${MODE}', "reference", 'API', "amountSatang", 0, 'CENTRAL', "status", '${PLATFORM_OWNER}', "senderAccount", "senderBankCode", "senderName", "senderNameEn", "createdAt", "expiresAt"
    from json_to_recordset($1::json) as d("id" uuid, "merchantId" uuid, "reference" text, "amountSatang" bigint, "senderAccount" text, "senderBankCode" text, "senderName" text, "senderNameEn" text, "status" text, "createdAt" timestamptz, "expiresAt" timestamptz)`, [JSON.stringify(payments)]);
  const credits = day.lines.map((line) => ({ ...line, id: uuidv7(), bankReference: line.id, paidAt: at(Date.parse(line.paidAt)) }));
  await session.query(`insert into bank_credit (id, receiving_account_id, mode, source, bank_reference, amount_satang, paid_at, payer_name, payer_account, payer_bank_code, ref1, status)
    select "id", '${accountId}', '${MODE}', 'speed', "bankReference", "amountSatang", "paidAt", "payerName", "payerAccount", "payerBank", "reference", 'RECEIVED'
    from json_to_recordset($1::json) as d("id" uuid, "bankReference" text, "amountSatang" bigint, "paidAt" timestamptz, "payerName" text, "payerAccount" text, "payerBank" text, "reference" text)`, [JSON.stringify(credits)]);
  await session.query('analyze payment, bank_credit');
  return credits.map(({ id }) => id);
};

const timed = async (platform: Platform, ids: readonly string[], size: number): Promise<string> => {
  const startedMs = performance.now();
  let paid = 0;
  for (let from = 0; from < ids.length; from += size) paid += await matchCredits(platform, ids.slice(from, from + size));
  const seconds = (performance.now() - startedMs) / 1_000;
  return `${size === 1 ? 'one by one' : `in sets of ${size}`}: ${ids.length} credits in ${seconds.toFixed(2)} s, ${Math.round(ids.length / seconds)} a second, ${paid} paid`;
};

const name = `judge_speed_${process.pid}`;
const url = new URL(serverUrl);
url.pathname = `/${name}`;
await runSql(serverUrl, `create database ${name}`);
try {
  await migrate(url.href);
  const session = await openSqlSession(url.href);
  const ids = await fill(session, backlogOf(createDay({ seed: 1, lines: DAY_LINES, climate: 'natural' })));
  await session.close();
  const platform = await openPlatform(readConfig({ DATABASE_URL: url.href, PORT: '0' }), { log: createLogger('speed', 'silent'), role: 'worker' });
  const rowWise = Math.floor(ids.length / 3);
  console.log(await timed(platform, ids.slice(0, BATCH), BATCH), '(warm-up)');
  console.log(await timed(platform, ids.slice(BATCH, rowWise), 1));
  console.log(await timed(platform, ids.slice(rowWise), BATCH));
  await platform.close();
} finally {
  await runSql(serverUrl, `drop database ${name} with (force)`);
}
