const nightly = 'a comparison of all the books, once a night';
const sinceTheSums = 'and the entries since sums were carried, some minutes’ worth: without the mark’s value the planner takes a third of the table';
const perMerchant = 'one short row for each merchant';

/** Named statements that go through a large table from end to end, each with the reason. May only shrink. */
export const readAll: Readonly<Record<string, string>> = {
  'admin.transactionsTotal': perMerchant,
  'amounts.free': 'one row for each open payment whose amount is nobody else’s, every half minute',
  'feeStatements.owing': `${perMerchant}, once a month`,
  'ledger.imbalances': 'for tests alone',
  'ledger.sums': 'for tests alone',
  'reconcile.bankIsCreditsLessTransfers.full': nightly,
  'reconcile.carriedIsDerived.full': nightly,
  'reconcile.debitsAreCredits.full': nightly,
  'reconcile.paidIsPostedOnce.full': nightly,
  'reconcile.receivableIsOwed.full': nightly,
  'reconcile.reservedIsOpen.changed': `${perMerchant}, once a minute`,
  'reconcile.reservedIsOpen.full': nightly,
  'reconcile.storedIsDerived.changed': `${perMerchant}, once a minute; ${sinceTheSums}`,
  'reconcile.storedIsDerived.full': nightly,
  'reconcile.suspenseIsLeft.changed': `${perMerchant}, once a minute; ${sinceTheSums}`,
  'reconcile.suspenseIsLeft.full': nightly,
  'schedule.due': `${perMerchant} that is settled daily, once a minute`,
  'terms.plan': `${perMerchant}, on a page of the operators`,
  'terms.plans': `${perMerchant}, on a page of the operators`,
};

const anInstant = 'a minute or twenty of rows; without its value the planner takes a third of the table';
/** Named statements that find their rows by an index; why the planner still expects many, or why they are many. */
export const costMore: Readonly<Record<string, string>> = {
  'amounts.held': 'the amounts around one; without them the planner takes more of the account',
  'merchants.line': 'everybody below a merchant: the planner takes each to have as many children as the average parent, 32 levels deep',
  'payments.tallyMore': '200,000 at a time, each payment once',
  'reconcile.bankIsCreditsLessTransfers.changed': anInstant,
  'reconcile.debitsAreCredits.changed': anInstant,
  'reconcile.paidIsPostedOnce.changed': anInstant,
  'reconcile.receivableIsOwed.changed': anInstant,
  'resend.findMissed': 'as many events as one call looks at, each by an index',
  'reusableLinks.find': 'the uses of one link, for its owner',
  'reusableLinks.findLimits': 'the uses of one link that has limits',
  'reusableLinks.list': 'the uses of a page of links, for their owner',
  'seed.findTestFeed': 'at the start of a local product alone',
  'seed.replaceTestFeed': 'at the start of a local product alone',
  'sums.carry': '500,000 at a time, each entry once',
};

const countedWhole = 'counts and sums every order it finds, as the page shows them: to be tallied when a merchant has hundreds of thousands';
const byHand = 'an operator’s look through statements of a month or settlements of a day, one for each merchant';
const skips = 'skips from merchant to merchant along the unique index, 13 ms among five million payments; the planner expects no skips where a table has few pages, as here';
/** Lists that go through everything their filter finds, and searches of which the planner thinks so. */
export const listsThatCountAll: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['all', 'ofMode', 'found', 'named', 'ofId', 'ofMerchant'].flatMap((filter) => [[`payouts ${filter}, count`, countedWhole], [`payouts ${filter}, totals`, countedWhole]])),
  ...Object.fromEntries(['all', 'found', 'ofMerchant'].flatMap((filter) => [[`settlements ${filter}, count`, byHand], [`settlements ${filter}, totals`, byHand]])),
  'fee statements all, count': byHand, 'fee statements open, count': byHand, 'fee statements open, page': byHand,
  'payouts ofId, page': skips, 'transactions ofId, page': skips,
};
