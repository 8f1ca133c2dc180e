import { MikroORM } from '@mikro-orm/postgresql';
import { runSql } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { describe, expect, it } from 'vitest';
import { APP_ROLE } from './database.ts';
import { entities } from './entities.ts';
import { columnName } from './entity.ts';

const { url } = await createTestDatabase();
const as = (role: string, ...statements: readonly string[]) => runSql(url, `set role ${role}`, ...statements);

const inOrder = (lines: readonly string[]): string[] => lines.toSorted((one, other) => (one < other ? -1 : 1));
/** `payment.amount_satang bigint not null pk`, sorted. */
const describedByEntities = async (): Promise<string[]> => {
  const orm = await MikroORM.init({ entities, clientUrl: url, logger: () => {} });
  const spelled: Readonly<Record<string, string>> = { timestamptz: 'timestamp with time zone', int: 'integer', 'timestamptz[]': 'timestamp with time zone[]' };
  const lines = [...orm.getMetadata().getAll().values()].flatMap((meta) => meta.props.map((prop) => {
    const type = prop.columnTypes[0] ?? '';
    return [`${meta.tableName}.${prop.fieldNames[0]}`, spelled[type] ?? type, prop.nullable === true ? 'null' : 'not null', ...(prop.primary === true ? ['pk'] : [])].join(' ');
  }));
  await orm.close(true);
  return inOrder(lines);
};
const describedByDatabase = async (): Promise<string[]> => {
  const rows = await runSql(url, `
    select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else ' null' end
      || case when a.attnum = any(coalesce(pk.conkey, '{}')) then ' pk' else '' end as line
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped left join pg_constraint pk on pk.conrelid = c.oid and pk.contype = 'p'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not like 'mikro_orm_%'`);
  return inOrder(rows.map(({ line }) => String(line)));
};

describe('entities and the migrated database', () => {
  it('name the same tables, columns, types, nullability and primary keys, both ways', async () => {
    const database = await describedByDatabase();
    expect(database.length).toBeGreaterThan(150);
    expect(await describedByEntities()).toEqual(database);
  });
  it('spell every column as the statements do', async () => {
    const orm = await MikroORM.init({ entities, clientUrl: url, logger: () => {} });
    for (const meta of orm.getMetadata().getAll().values()) expect(meta.props.map(({ name }) => columnName(name))).toEqual(meta.props.map(({ fieldNames }) => fieldNames[0]));
    await orm.close(true);
  });
});

const id = (last: string): string => `00000000-0000-7000-8000-${last.padStart(12, '0')}`;
const transaction = (last: string, cause = last) => `insert into ledger_transaction (id, mode, cause_kind, cause_id) values ('${id(last)}', 'test', 'payment', '${id(cause)}')`;
const entries = (last: string, ...amounts: readonly number[]) =>
  `insert into ledger_entry (transaction_id, mode, account_kind, amount_satang) values ${amounts.map((amount) => `('${id(last)}', 'test', 'FEE_REVENUE', ${amount})`).join(', ')}`;

describe('the role the product works as', () => {
  it.each(['update ledger_entry set amount_satang = 1', 'delete from ledger_entry', 'truncate ledger_entry', 'update ledger_transaction set mode = mode', 'delete from ledger_transaction', 'truncate ledger_transaction'])(
    'may not: %s', async (change) => {
      await expect(as(APP_ROLE, change)).rejects.toMatchObject({ code: '42501' });
    },
  );
  it.each(["create table x (a int)", "create function x() returns int language sql as 'select 1'", 'alter table payment disable trigger all', 'drop index payment_order_unique', "insert into plan values ('X', 'CENTRAL', 0, 0)", 'create role x'])(
    'cannot change the house: %s', async (change) => {
      await expect(as(APP_ROLE, change)).rejects.toMatchObject({ code: '42501' });
    },
  );
  it('owns nothing, belongs to nobody else, and cannot pass over a permission', async () => {
    const owned = await runSql(url, `select d.classid::regclass::text as kind, d.objid from pg_shdepend d where d.refobjid = '${APP_ROLE}'::regrole and d.deptype = 'o' and d.dbid in (0, (select oid from pg_database where datname = current_database()))`);
    expect(owned).toEqual([]);
    expect(await runSql(url, `select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolcanlogin as strong, (select count(*)::int from pg_auth_members where member = r.oid) as parents from pg_roles r where rolname = '${APP_ROLE}'`)).toEqual([{ strong: false, parents: 0 }]);
  });
  it('may read and add to the books', async () => {
    const rows = await as(APP_ROLE, 'begin', transaction('a1'), entries('a1', 5, -5), `select sum(amount_satang)::int as sum, count(*)::int as count from ledger_entry where transaction_id = '${id('a1')}'`);
    expect(rows).toEqual([{ sum: 0, count: 2 }]);
  });
});

describe('the books', () => {
  it.each([[[1]], [[5, -4]], [[100, -50, -49]]])('refuse a statement whose entries do not sum to zero: %j', async (amounts) => {
    await expect(runSql(url, 'begin', transaction('b1'), entries('b1', ...amounts))).rejects.toThrow('does not sum to zero');
  });
  it('refuse one unbalanced transaction among balanced ones', async () => {
    const mixed = entries('b2', 5, -5).replace(/$/, `, ('${id('b3')}', 'test', 'FEE_REVENUE', 1), ('${id('b4')}', 'test', 'FEE_REVENUE', -1)`);
    await expect(runSql(url, 'begin', mixed)).rejects.toThrow('does not sum to zero');
  });
  it('are never changed or emptied row by row, not even by their owner', async () => {
    await runSql(url, transaction('b5'), entries('b5', 7, -7));
    for (const table of ['ledger_entry', 'ledger_transaction']) {
      await expect(runSql(url, `update ${table} set mode = 'live'`)).rejects.toThrow('never changed or removed');
      await expect(runSql(url, `delete from ${table}`)).rejects.toThrow('never changed or removed');
    }
  });
});

const merchant = (last: string, more = '') => `insert into merchant (id, username, email, business_name, owner_name, phone, status, plan_code${more && ', parent_merchant_id'}) values ('${id(last)}', 'm${last}', 'e', 'b', 'o', 'p', 'ACTIVE', 'FREE'${more})`;
const payment = (last: string, more: Readonly<Record<string, string>> = {}) => {
  const row = { id: `'${id(last)}'`, merchant_id: `'${id('1')}'`, mode: "'test'", order_id: 'null', reference: `'PG${last}'`, source: "'API'", amount_satang: '100', fee_satang: '2', qr_mode: "'CENTRAL'", status: "'PENDING'", receiving_owner_id: `'${id('0')}'`, expires_at: 'now()', ...more };
  return `insert into payment (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`;
};
const account = (last: string, more = "'PROMPTPAY', null") => `insert into receiving_account (id, mode, name, account_number, account_name, type, bank_code) values ('${id(last)}', 'test', 'n', '${last}', 'a', ${more})`;
const credit = (last: string, more: Readonly<Record<string, string>> = {}) => {
  const row = { id: `'${id(last)}'`, receiving_account_id: `'${id('a')}'`, mode: "'test'", source: "'s'", bank_reference: `'${last}'`, amount_satang: '100', paid_at: 'now()', status: "'RECEIVED'", ...more };
  return `insert into bank_credit (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`;
};
const matched = (paymentId: string) => ({ status: "'MATCHED'", payment_id: `'${paymentId}'` });
const balance = (more: string) => `insert into merchant_balance (merchant_id, mode, available_satang, reserved_satang) values ('${id('1')}', 'test', ${more})`;
const event = (last: string) => `insert into event (id, merchant_id, mode, type, object_id, data) values ('${id(last)}', '${id('1')}', 'test', 'payment.success', '${id('c')}', '{}')`;

/** What the business relies on, each shown by a statement that breaks it. */
const constraints: readonly (readonly [name: string, ...statements: readonly string[]])[] = [
  ['merchant_username_unique', merchant('1'), merchant('2').replace("'m2'", "'m1'")],
  ['merchant_not_its_own_parent', merchant('1', `, '${id('1')}'`)],
  ['payment_order_unique', payment('1', { order_id: "'o'" }), payment('2', { order_id: "'o'" })],
  ['payment_reference_unique', payment('1'), payment('2', { reference: "'PG1'" })],
  ['payment_paid_has_instant', payment('1', { status: "'PAID'" })],
  ['payment_paid_has_instant', payment('1', { paid_at: 'now()' })],
  ['payment_fee_within_amount', payment('1', { fee_satang: '101' })],
  ['bank_credit_reference_unique', account('a'), credit('1'), credit('2', { bank_reference: "'1'" })],
  ['bank_credit_both_numbers_unique', account('a'), account('b'), credit('1', { paid_into_account_id: `'${id('a')}'` }), credit('2', { bank_reference: "'1'", receiving_account_id: `'${id('b')}'`, paid_into_account_id: `'${id('a')}'` })],
  ['bank_credit_payment_unique', account('a'), credit('1', matched(id('c'))), credit('2', matched(id('c')))],
  ['bank_credit_matched_has_payment', account('a'), credit('1', { status: "'MATCHED'" })],
  ['receiving_account_unique', account('a'), account('b').replace("'b', 'a'", "'a', 'a'")],
  ['receiving_account_bank_named', account('a', "'BANK', null")],
  ['ledger_transaction_cause_unique', transaction('1', 'c'), transaction('2', 'c')],
  ['merchant_available_not_negative', merchant('1'), balance('-1, 0')],
  ['merchant_reserved_not_negative', merchant('1'), balance('0, -1')],
  ['event_once', event('1'), event('2')],
];
it.each(constraints)('the database itself refuses a breach of %s', async (name, ...statements) => {
  const last = statements.at(-1)!;
  await expect(runSql(url, 'begin', ...statements)).rejects.toMatchObject({ constraint: name });
  // Without the last one the rest stands, so it is the last that is refused.
  await runSql(url, 'begin', ...statements.filter((statement) => statement !== last));
});
