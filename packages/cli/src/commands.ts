import type { Command } from './command.ts';

const ofRequest = { words: '<request id>', wordsMin: 1 } as const;
const ofQr = { words: '<picture or text>', wordsMin: 1 } as const;
const filters = {
  status: { value: 'CODE', about: '404 or 4xx' }, operation: { value: 'ID', about: 'e.g. payments.create' }, path: { value: 'START', about: 'start of the path' }, q: { value: 'TEXT', about: 'text in path or bodies' },
} as const;

/** Every command as data; what it does is loaded when it runs, so that help is there at once. */
export const commands: readonly Command[] = [
  {
    name: 'login', about: 'Keep a secret key and its server for the other commands', run: async (work) => (await import('./commands/login.ts')).login(work),
    options: { demo: { about: 'the key of the demo shop that `npm start` made, read from .paygate/demo.json' } },
    examples: ['paygate login --demo', 'paygate login --key sk_test_… --base-url https://pay.example.com', 'paygate login --key sk_test_… --profile staging'],
  },
  { name: 'profiles', about: 'List the keys that are kept', run: async (work) => (await import('./commands/login.ts')).profiles(work), examples: ['paygate profiles'] },
  {
    name: 'listen', about: 'Send webhooks on to your own machine, signed and byte for byte', run: async (work) => (await import('./commands/listen.ts')).listen(work),
    options: {
      'forward-to': { value: 'URL', about: 'your receiver: localhost:3000/hook, 3000/hook or a whole URL' }, 'events': { value: 'A,B', about: 'only these events (default all)' },
      'replay': { value: 'TIME', about: 'first what happened since, e.g. 10m' }, 'new': { about: 'a new listener with a new secret, instead of the last one' },
    },
    examples: ['paygate listen --forward-to localhost:3000/hook', 'paygate listen --forward-to 3000/hook --events payment.success,payment.failed', 'paygate listen --forward-to 3000/hook --replay 10m'],
  },
  {
    name: 'trigger', words: '<event>', wordsMin: 1, about: 'Make an event really happen in test mode', run: async (work) => (await import('./commands/trigger.ts')).trigger(work),
    examples: ['paygate trigger payment.success', 'paygate trigger payment.expired', 'paygate trigger payment.refunded', 'paygate trigger payout.failed'],
  },
  {
    name: 'events list', about: 'List what happened, newest first', run: async (work) => (await import('./commands/events.ts')).list(work),
    options: { type: { value: 'EVENT', about: 'only this event' }, object: { value: 'ID', about: 'only of this payment, payout …' }, limit: { value: 'N', short: 'n', about: 'how many (default 20, at most 100)' } },
    examples: ['paygate events list', 'paygate events list --type payment.success -n 50'],
  },
  {
    name: 'events resend', words: '<event or delivery id>', wordsMin: 1, about: 'Send a webhook delivery again', run: async (work) => (await import('./commands/events.ts')).resend(work),
    examples: ['paygate events resend 4b50836d-5c5b-4d74-a6e3-70b87f5dfe4f'],
  },
  {
    name: 'payments create', about: 'Create a payment and show its QR here', run: async (work) => (await import('./commands/payments.ts')).create(work),
    options: {
      'amount': { value: 'BAHT', about: 'what to ask for, e.g. 100.37' }, 'order-id': { value: 'ID', about: 'your own reference, used once' },
      'description': { value: 'TEXT', about: 'what it is for' }, 'wait': { about: 'wait until it is no longer pending; exit 1 unless it was paid' },
    },
    examples: ['paygate payments create --amount 100.37', 'paygate payments create --amount 20 --order-id ORD-1 --wait', 'paygate payments create --amount 20 --json | jq .transaction.id'],
  },
  { name: 'payments get', words: '<id or order id>', wordsMin: 1, about: 'Show a payment', run: async (work) => (await import('./commands/payments.ts')).get(work), examples: ['paygate payments get ORD-1'] },
  { name: 'qr decode', ...ofQr, about: 'Show what a payment QR or slip says', run: async (work) => (await import('./commands/qr.ts')).decode(work), examples: ['paygate qr decode photo.jpg', "paygate qr decode '00020101021229…'"] },
  { name: 'qr lint', ...ofQr, about: 'Say what a bank app would dislike; exit 1 for errors', run: async (work) => (await import('./commands/qr.ts')).lint(work), examples: ['paygate qr lint sticker.png'] },
  {
    name: 'qr make', about: 'Make a PromptPay or bill payment QR', run: async (work) => (await import('./commands/qr.ts')).make(work),
    options: {
      promptpay: { value: 'NUMBER', about: 'mobile, national or tax id, e-wallet' }, biller: { value: 'ID', about: 'fifteen digits, for a bill payment' }, ref1: { value: 'TEXT', about: 'reference 1 of a bill' },
      ref2: { value: 'TEXT', about: 'reference 2 of a bill' }, amount: { value: 'BAHT', about: 'else the payer types it' }, png: { value: 'FILE', about: 'also write a picture' },
    },
    examples: ['paygate qr make --promptpay 0812345678 --amount 100.37', 'paygate qr make --biller 099400015804189 --ref1 INV1 --png bill.png'],
  },
  {
    name: 'logs tail', about: 'Follow your API requests as they come', run: async (work) => (await import('./commands/logs.ts')).tail(work),
    options: { ...filters, 'lines': { value: 'N', short: 'n', about: 'how many old ones first (default 10)' }, 'no-follow': { about: 'show the old ones and end' } },
    examples: ['paygate logs tail', 'paygate logs tail --status 4xx', 'paygate logs tail -n 50 --no-follow --json'],
  },
  { name: 'logs show', ...ofRequest, about: 'Show one request with what was sent and answered', run: async (work) => (await import('./commands/logs.ts')).show(work), examples: ['paygate logs show 019aa3f0-7777-7c11-9d6e-3f2b8a6c4d21'] },
  { name: 'logs replay', ...ofRequest, about: 'Send a test request again', run: async (work) => (await import('./commands/logs.ts')).replay(work), examples: ['paygate logs replay 019aa3f0-7777-7c11-9d6e-3f2b8a6c4d21'] },
];
