import { runSql } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../db/database.ts';
import { recordAudit, systemActor } from './record-audit.ts';
import { verifyAudit } from './verify-audit.ts';

const { url } = await createTestDatabase();
const database = await openDatabase({ url, connectionsMax: 8, applicationName: 'audit-test' });
afterAll(() => database.close());

const record = (details: Record<string, unknown> = { amountSatang: 10_037, note: 'ไทย' }) =>
  database.transaction((transaction) => recordAudit(transaction, { actor: systemActor('test'), action: 'thing.changed', objectKind: 'thing', objectId: uuidv7(), details }));
/** As somebody who owns the database and means harm. */
const tamper = (...statements: readonly string[]) => runSql(url, 'alter table audit disable trigger audit_append_only', ...statements, 'alter table audit enable trigger audit_append_only');

beforeEach(async () => {
  await tamper('delete from audit', `update audit_head set seq = 0, hash = decode(repeat('00', 32), 'hex')`);
  for (let row = 1; row <= 5; row += 1) await record({ row, nested: { b: [1, null, 'x'], a: true } });
});

it('finds an untouched chain sound, also an empty one', async () => {
  expect(await verifyAudit(database)).toMatchObject({ isSound: true, rows: 5 });
  await tamper('delete from audit', `update audit_head set seq = 0, hash = decode(repeat('00', 32), 'hex')`);
  expect(await verifyAudit(database)).toMatchObject({ isSound: true, rows: 0 });
});

it.each([
  ['details', `details = '{"row":3,"nested":{"b":[1,null,"x"],"a":false}}'`], ['the actor', `actor_name = 'somebody else'`], ['the action', `action = 'thing.kept'`],
  ['the instant', `at = at + interval '1 second'`], ['the object', 'object_id = uuidv7()'], ['the hash', `hash = decode(repeat('ab', 32), 'hex')`],
])('names the row whose %s was edited', async (_what, change) => {
  await tamper(`update audit set ${change} where seq = 3`);
  expect(await verifyAudit(database)).toEqual({ isSound: false, seq: 3, reason: 'CHANGED' });
});

it('names the first row that was deleted, in the middle, at the start and at the end', async () => {
  await tamper('delete from audit where seq = 5');
  expect(await verifyAudit(database)).toEqual({ isSound: false, seq: 5, reason: 'MISSING' });
  await tamper('delete from audit where seq = 3');
  expect(await verifyAudit(database)).toEqual({ isSound: false, seq: 3, reason: 'MISSING' });
  await tamper('delete from audit where seq = 1');
  expect(await verifyAudit(database)).toEqual({ isSound: false, seq: 1, reason: 'MISSING' });
});

it('keeps one unbroken chain when many record at once', async () => {
  await Promise.all(Array.from({ length: 20 }, () => record()));
  expect(await verifyAudit(database)).toMatchObject({ isSound: true, rows: 25 });
});

it('records nothing when the deed is rolled back', async () => {
  const failing = database.transaction(async (transaction) => {
    await recordAudit(transaction, { actor: systemActor('test'), action: 'thing.changed', objectKind: 'thing', objectId: uuidv7(), details: {} });
    throw new Error('no deed');
  });
  await expect(failing).rejects.toThrow('no deed');
  expect(await verifyAudit(database)).toMatchObject({ isSound: true, rows: 5 });
});

it('cannot be edited or emptied by the product itself, nor by its owner without disabling the guard', async () => {
  for (const statement of [`update audit set action = 'x'`, 'delete from audit', 'truncate audit']) await expect(runSql(url, 'set role paygate_app', statement)).rejects.toThrow('permission denied');
  await expect(runSql(url, `update audit set action = 'x'`)).rejects.toThrow('never changed');
});
