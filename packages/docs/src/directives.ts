import { allOperations } from '@paygate/contract';
import { BANKS } from '@paygate/core/banks/banks';
import { incomingSentinels, outgoingSentinels, type Sentinel } from '@paygate/contract/sandbox-sentinels';
import { bahtTrimmedFromSatang } from '@paygate/contract/money';
import { PaymentStatus } from '@paygate/contract/payments';
import { PayoutStatus } from '@paygate/contract/payouts';
import { ruleOrder } from '@paygate/core/credits/match.rules';
import { stepAfter } from '@paygate/core/webhooks/retry.rules';
import { targetPolicyOf } from '@paygate/core/webhooks/target.rules';
import { errorReference } from './error-reference.ts';
import { eventTable, exampleDelivery, webhookRequest } from './event-reference.ts';
import { toldRates, type GuideFacts } from './facts.ts';
import type { Language } from './guide-list.ts';
import { markdownTable } from './markdown-table.ts';
import { numbers } from './numbers.ts';
import { readSample, sampleBlock, sampleTabs, type Sample } from './samples.ts';
import { heads, paymentStatusWords, payoutStatusWords, rateWords, ruleWords } from './words.ts';

export interface Place { readonly language: Language; readonly facts: GuideFacts }
type Directive = (place: Place, ...words: readonly string[]) => string;

const RECEIVER_PORT = 4_000;
const isNumber = (name: string): name is keyof typeof numbers => Object.hasOwn(numbers, name);

const operationTable: Directive = ({ language }, ...ids) => {
  const chosen = ids.map((id) => {
    const found = allOperations.filter((operation) => operation.id === id || operation.id.startsWith(`${id}.`));
    if (found.length === 0) throw new Error(`The contract has no operation ${id}.`);
    return found.filter(({ surface }) => surface === 'v1' || surface === 'public');
  });
  return markdownTable([heads.call[language], heads.what[language]], chosen.flat().map(({ method, path, summary }) => [`\`${method} ${path}\``, summary[language]]));
};

const policies = ['standard', 'durable'] as const;
/** The wait before each try of a delivery that is never accepted, as the dispatcher would have it. */
const waitsOf = (policy: (typeof policies)[number], attemptsMax: number): readonly number[] => {
  const waits: number[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const step = stepAfter({ isAccepted: false, isSample: false, chance: 0.5, attempt, policy, attemptsMax });
    if (step.status !== 'PENDING') return waits;
    waits.push(step.delayMs);
  }
};
const retryTable: Directive = ({ language, facts }) => {
  const columns = policies.map((policy) => [0, ...waitsOf(policy, facts.config.webhookAttemptsMax)]);
  const cell = (delayMs: number | undefined): string => (delayMs === undefined ? '–' : delayMs === 0 ? { en: 'at once', th: 'ทันที' }[language] : durationText(delayMs, language));
  const tries = Array.from({ length: Math.max(...columns.map(({ length }) => length)) }, (_, index) => index);
  return markdownTable([heads.try[language], ...policies.map((policy) => `\`${policy}\``)], tries.map((index) => [String(index + 1), ...columns.map((waits) => cell(waits[index]))]));
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const durationText = (ms: number, language: Language): string => {
  const say = (value: number, en: string, th: string): string => `${Math.round(value * 10) / 10} ${language === 'en' ? en : th}`;
  if (ms < MINUTE_MS) return say(ms / SECOND_MS, 's', 'วินาที');
  return ms < HOUR_MS ? say(ms / MINUTE_MS, 'min', 'นาที') : say(ms / HOUR_MS, 'h', 'ชั่วโมง');
};

const statusTable = <S extends string>(statuses: readonly S[], meaning: Readonly<Record<S, { readonly en: string; readonly th: string }>>, language: Language): string =>
  markdownTable([heads.status[language], heads.meaning[language]], statuses.map((status) => [`\`${status}\``, meaning[status][language]]));

const sentinelTable = (sentinels: readonly Sentinel[], language: Language): string => markdownTable(
  [heads.amount[language], heads.orName[language], heads.bankDoes[language]],
  sentinels.map(({ amountSatang, word, does }) => [`\`${bahtTrimmedFromSatang(amountSatang)}\``, `\`${word}\``, does[language]]),
);

/** What `{{name words…}}` in a guide becomes. A fact that code enforces is written by one of these, never by hand. */
export const directives: Readonly<Record<string, Directive>> = {
  brand: ({ facts }) => facts.config.brandName,
  baseUrl: ({ facts }) => facts.config.publicBaseUrl,
  checkoutUrl: ({ facts }) => facts.config.checkoutBaseUrl,
  receiverPort: ({ facts }) => String(facts.receiverPort ?? RECEIVER_PORT),
  number: ({ facts }, name = '') => {
    if (!isNumber(name)) throw new Error(`There is no number ${name}.`);
    return numbers[name](facts);
  },
  sample: (place, name = '') => sampleBlock(name, filling(place)),
  samples: (place, ...names) => sampleTabs(names, filling(place)),
  operations: operationTable,
  errors: ({ language, facts }) => errorReference(language, facts),
  events: ({ language }) => eventTable(language),
  'webhook-request': (_place, type = '') => webhookRequest(type),
  retries: retryTable,
  limits: ({ language, facts: { callsPerMinute } }) =>
    markdownTable([heads.calls[language], heads.perMinute[language], heads.counted[language]], toldRates.map((rate) => [rateWords[rate].calls[language], callsPerMinute[rate].toLocaleString('en-US'), rateWords[rate].counted[language]])),
  banks: ({ language }) => markdownTable(
    [heads.code[language], heads.aliases[language], heads.bank[language], heads.payout[language]],
    BANKS.map(({ code, aliases, nameTh, nameEn, isPayoutDestination }) => [`\`${code}\``, aliases.map((alias) => `\`${alias}\``).join(' '), language === 'th' ? nameTh : nameEn, isPayoutDestination ? '✓' : '–']),
  ),
  'payment-statuses': ({ language }) => statusTable(PaymentStatus.options, paymentStatusWords, language),
  'payout-statuses': ({ language }) => statusTable(PayoutStatus.options, payoutStatusWords, language),
  'matching-rules': ({ language }) => ruleOrder.map((rule, index) => `${index + 1}. **${ruleWords[rule][language]}** (\`${rule}\`)`).join('\n'),
  'bank-plays': ({ language }) => sentinelTable(outgoingSentinels, language),
  'payer-plays': ({ language }) => sentinelTable(incomingSentinels, language),
  egress: ({ language, facts: { config } }) => (config.egressAddresses.length > 0
    ? config.egressAddresses.map((address) => `- \`${address}\``).join('\n')
    : { en: '> The operator of this server has not announced its outgoing addresses yet (`EGRESS_ADDRESSES`). Ask support before you open a firewall.', th: '> ผู้ดูแลเซิร์ฟเวอร์นี้ยังไม่ได้ประกาศที่อยู่ขาออก (`EGRESS_ADDRESSES`) โปรดสอบถามฝ่ายสนับสนุนก่อนเปิดไฟร์วอลล์' }[language]),
  egressInline: ({ facts: { config } }) => config.egressAddresses.join(', ') || '<outgoing addresses>',
  ports: ({ language }) => (targetPolicyOf('production').ports ?? []).join({ en: ' or ', th: ' หรือ ' }[language]),
};

type SampleFacts = Pick<GuideFacts, 'receiverPort'> & { readonly config: Pick<GuideFacts['config'], 'publicBaseUrl'> };
/** A sample as a reader of this server sees it. */
export const sampleFor = (name: string, facts: SampleFacts): Sample => readSample(name, filling({ facts }));

const EXAMPLE_EVENT = 'settlement.created';
/** What stands between double braces in samples. */
const filling = ({ facts }: { readonly facts: SampleFacts }): Readonly<Record<string, string>> => {
  const { secret, body, headers } = exampleDelivery(EXAMPLE_EVENT);
  return {
    '{{baseUrl}}': facts.config.publicBaseUrl, '{{receiverPort}}': String(facts.receiverPort ?? RECEIVER_PORT),
    '{{exampleBody}}': body, '{{exampleSignature}}': headers['x-webhook-signature'] ?? '', '{{exampleSecret}}': secret,
  };
};

/** Fills every `{{…}}` of a guide. Throws for a name that does not exist, so that a guide can never show a hole. */
export const withFacts = (text: string, place: Place): string =>
  text.replaceAll(/\{\{([\w-]+)((?: [\w./#-]+)*)\}\}/g, (hole, name: string, words: string) => {
    const directive = Object.hasOwn(directives, name) ? directives[name] : undefined;
    if (!directive) throw new Error(`No guide can say ${hole}.`);
    return directive(place, ...words.split(' ').filter((word) => word !== ''));
  });
