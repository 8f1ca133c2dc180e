import { transactionsCount, transactionsPage } from '@paygate/core/admin/admin.sql';
import type { Statement } from '@paygate/core/db/statement';
import { statementsCount, statementsFound } from '@paygate/core/fee-statements/fee-statements.sql';
import { paymentsBelow, paymentsCount, paymentsPage, type PaymentFilter } from '@paygate/core/payments/payments.sql';
import { payoutsFound, payoutsFoundCount, payoutTotals } from '@paygate/core/payout-dashboard/payout-dashboard.sql';
import { requestsPage } from '@paygate/core/requests/requests.sql';
import { reviewsAfter } from '@paygate/core/reviews/reviews.sql';
import { settlementsFound, settlementsFoundCount, settlementTotals } from '@paygate/core/settlements/settlements.sql';
import { deliveriesPage } from '@paygate/core/webhooks/delivery-log.sql';
import { eventsPage } from '@paygate/core/webhooks/events.sql';

interface Assembled { readonly statement: Statement<unknown>; readonly values: readonly unknown[] }

/** The merchant that has a quarter of everything, one of its rows, and an instant in the midst of the books. */
const [merchantId, id, from] = ['00000000-0001-0000-0000-000000000000', '00000000-0004-0000-0000-000000000000', '2020-01-01T00:00:00Z'];
const page = { limit: 20, offset: 980 };
const own = { merchantId, mode: 'live' };

const payments: Readonly<Record<string, PaymentFilter>> = {
  all: own, ofStatus: { ...own, status: 'PAID' }, ofRareStatus: { ...own, status: 'PENDING' }, ofNoStatus: { ...own, status: 'FAILED' }, betweenLong: { ...own, from: '2019-01-01T00:00:00Z', to: '2019-01-02T00:00:00Z' }, between: { ...own, from, to: '2030-01-01T00:00:00Z' }, ofOrder: { ...own, orderId: 'o4' }, found: { ...own, q: 'o4' },
  foundById: { ...own, q: id }, ofAmount: { ...own, minSatang: 1, maxSatang: 100_000 }, everything: { ...own, status: 'PAID', from, q: 'o', minSatang: 1 },
};
const listsOfPayments = Object.entries(payments).flatMap(([name, filter]): readonly (readonly [string, Assembled])[] => [
  [`payments ${name}, page`, paymentsPage(filter, page)], [`payments ${name}, cursor`, paymentsBelow(filter, { limit: 20, belowId: id })],
  ...(name === 'all' ? [] : [[`payments ${name}, count`, paymentsCount(filter)] as const]),
]);

const admin = { status: undefined, mode: undefined, q: undefined, namedMerchantId: undefined };
const transactions = { all: admin, ofMode: { ...admin, mode: 'live' }, ofStatus: { ...admin, status: 'PAID' }, ofRareStatus: { ...admin, status: 'PENDING' }, ofNoStatus: { ...admin, status: 'FAILED' }, ofNoStatusAndMode: { ...admin, status: 'CANCELLED', mode: 'test' }, found: { ...admin, q: 'o4' }, ofId: { ...admin, q: id }, ofMerchant: { ...admin, q: 'm1', namedMerchantId: merchantId } };
const payouts = { all: {}, ofMode: { mode: 'live' }, waiting: { mode: 'live', status: 'QUEUED' }, ofNoStatus: { mode: 'live', status: 'REVERSED' }, ofMerchantsNoStatus: { merchantId, mode: 'live', status: 'FAILED' }, found: { q: 'x4' }, ofId: { q: id }, named: { q: 'm1', namedMerchantId: merchantId }, ofMerchant: { merchantId, mode: 'live', ordersOnly: true } };
const settlements = { all: {}, waiting: { mode: 'live', status: 'PENDING' }, ofNoStatus: { mode: 'live', status: 'FAILED' }, ofMerchantsNoStatus: { ...own, status: 'CANCELLED' }, found: { q: 'm4' }, ofId: { q: id, isId: true }, ofMerchant: own };
const feeStatements = { all: {}, open: { status: 'OPEN' }, ofMerchant: own, ofId: { id } };
const each = <F>(name: string, filters: Readonly<Record<string, F>>, lists: Readonly<Record<string, (filter: F) => Assembled>>) =>
  Object.entries(filters).flatMap(([filterName, filter]) => Object.entries(lists).map(([list, of]) => [`${name} ${filterName}, ${list}`, of(filter)] as const));

const events = { newest: { order: 'newest' }, oldest: { order: 'oldest', since: from, afterId: id, before: '2030-01-01T00:00:00Z' }, ofType: { order: 'newest', type: 'payment.expired' }, ofObject: { order: 'newest', objectId: id } } as const;
const deliveries = { all: {}, ofEndpoint: { endpointId: merchantId }, failed: { status: 'FAILED' }, cancelled: { status: 'CANCELLED' }, delivered: { status: 'DELIVERED' }, ofObject: { objectId: id } } as const;
const requests = { all: {}, ofMerchant: own, found: { ...own, q: 'x' }, ofStretch: { merchantId, fromId: '00000000-0000-0000-0000-000000000000', beforeId: 'ffffffff-ffff-ffff-ffff-ffffffffffff', statusMin: 500 }, ofId: { id } };
const reviews = { open: { state: 'OPEN' }, mine: { state: 'OPEN', assignedTo: id }, nobodys: { state: 'OPEN', assignedTo: null }, after: { state: 'OPEN', afterId: id, olderThanHours: 2 }, found: { state: 'OPEN', q: 'x' } };

/** Every text that is put together at run time, with filters as their pages send them; explained with these values, as they are planned with theirs. */
export const assembledStatements: Readonly<Record<string, Assembled>> = Object.fromEntries([
  ...listsOfPayments,
  ...each('transactions', transactions, { page: (filter) => transactionsPage(filter, page) }), ...each('transactions', { ofStatus: transactions.ofStatus, ofNoStatus: transactions.ofNoStatus, found: transactions.found }, { count: transactionsCount }),
  ...each('payouts', payouts, { page: (filter) => payoutsFound(filter, page), count: payoutsFoundCount, totals: payoutTotals }),
  ...each('settlements', settlements, { page: (filter) => settlementsFound(filter, page), count: settlementsFoundCount, totals: settlementTotals }),
  ...each('fee statements', feeStatements, { page: (filter) => statementsFound(filter, page), count: statementsCount }),
  ...each('events', events, { page: (filter) => eventsPage({ ...own, limit: 20, ...filter }) }),
  ...each('deliveries', deliveries, { page: (filter) => deliveriesPage({ ...own, ...filter }, { limit: 20, after: { eventId: id, copy: 0, endpointId: merchantId } }) }),
  ...each('requests', requests, { page: (filter) => requestsPage(filter, { limit: 20, scan: 2_000 }) }),
  ...each('reviews', reviews, { page: (filter) => reviewsAfter(filter, 20) }),
]);

/** Whose texts these are. */
export const builders = [
  'transactionsPage', 'transactionsCount', 'statementsFound', 'statementsCount', 'paymentsPage', 'paymentsBelow', 'paymentsCount', 'payoutsFound', 'payoutsFoundCount', 'payoutTotals', 'requestsPage', 'reviewsAfter',
  'settlementsFound', 'settlementsFoundCount', 'settlementTotals', 'deliveriesPage', 'eventsPage',
] as const;
