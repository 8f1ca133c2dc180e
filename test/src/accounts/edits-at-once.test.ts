import { expect, it } from 'vitest';
import { openSqlSession } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import type { Answer } from '../support/test-product.ts';
import { until } from '../support/until.ts';
import { openAccountsHouse } from './accounts-house.ts';

const database = await createTestDatabase();
const { sql, admin, call, shop } = await openAccountsHouse(database);

const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
/** Both edits are under way before either is done: whoever holds the row sees to that. */
const atOnce = async (row: string, edits: readonly (() => Promise<Answer>)[]): Promise<readonly number[]> => {
  const holder = await openSqlSession(database.url);
  try {
    await holder.query('begin');
    await holder.query(`select from ${row} for no key update`);
    const answers = edits.map((edit) => edit());
    await until('both to wait', async () => (await sql.query(waiting)).rows.length >= edits.length);
    await holder.query('commit');
    return (await Promise.all(answers)).map(({ status }) => status);
  } finally {
    await holder.close();
  }
};
const detailsOf = async (action: string) => (await sql.query(`select details::json as details from audit where action = $1 order by seq`, [action])).rows.map(({ details }) => details);

it('two edits of one plan at once both hold, and each is audited as it was made', async () => {
  const edit = (body: object) => () => call(admin, 'PATCH /api/admin/plans/PRO', body);
  await edit({ feePercent: 2, feeFixed: 0 })();
  expect(await atOnce(`plan where code = 'PRO'`, [edit({ feePercent: 1.5 }), edit({ feeFixed: 5 })])).toEqual([200, 200]);
  const plans: readonly { code: string }[] = (await call(admin, 'GET /api/admin/plans')).body.plans;
  expect(plans.find(({ code }) => code === 'PRO')).toMatchObject({ feePercent: 1.5, feeFixed: 5 });
  const [, one, other] = await detailsOf('plan.update');
  expect(one).toMatchObject({ before: { feeBps: 200, feeFixedSatang: 0 } });
  expect(other).toMatchObject({ before: (one as { readonly after: object }).after, after: { feeBps: 150, feeFixedSatang: 500 } }); // oxlint-disable-line typescript/no-unsafe-type-assertion -- seen above
});
it('two edits of one merchant\'s receiving settings at once both hold', async () => {
  const { id, owner } = await shop();
  const edit = (body: object) => () => call(owner, 'PATCH /api/receiving-settings', body);
  const uniqueAmounts = { maxSatang: 50, direction: 'DOWN', whenFull: 'REFUSE' };
  expect(await atOnce(`merchant where id = '${id}'`, [edit({ rotation: 'round_robin' }), edit({ uniqueAmounts })])).toEqual([200, 200]);
  expect((await call(owner, 'GET /api/receiving-settings')).body).toEqual({ rotation: 'round_robin', uniqueAmounts });
  const [one, other] = await detailsOf('receivingSettings.set');
  expect(other).toMatchObject({ before: (one as { readonly after: object }).after, after: { rotation: 'round_robin', uniqueAmounts } }); // oxlint-disable-line typescript/no-unsafe-type-assertion -- written as the other is
});
