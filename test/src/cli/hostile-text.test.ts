import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { listen } from '../support/listen.ts';
import { until } from '../support/until.ts';
import { openCli } from './cli-run.ts';

/** Erases the line, writes another in its place in our own green, clears the screen as C1 has it, rings, and forges a line. */
const hostile = 'x\u001B[2K\r\u001B[32mPAID\u001B[0m\u009B2J\u0007\u007F\nforged';
const shown = String.raw`x\u001b[2K\u000d\u001b[32mPAID\u001b[0m\u009b2J\u0007\u007f\u000aforged`;
const at = '2026-03-05T08:02:11.000Z';
const payment = { id: hostile, orderId: hostile, amount: 20, status: hostile, qrPayload: null, checkoutUrl: hostile };
const request = { id: hostile, status: 200, created_at: at, method: hostile, path: hostile, error_code: hostile, duration_us: 1, operation: 'payments.get', query: { [hostile]: hostile }, request_body: null, response_body: { message: hostile } };
const event = { id: hostile, type: hostile, object_id: hostile, created_at: at };
const delivery = { id: hostile, event: hostile, event_id: hostile, body: '{}', headers: {} };

const refused = { status: 400, body: { code: 'VALIDATION_ERROR', error: hostile, message: `${hostile} / ${hostile}`, requestId: hostile } };
const answers: Readonly<Record<string, { readonly status: number; readonly body: unknown }>> = {
  'POST /api/v1/payment/create': { status: 201, body: { success: true, transaction: payment } },
  'GET /api/v1/payment/order/refused': refused,
  'GET /api/v1/payment/order/there': { status: 200, body: { success: true, transaction: payment } },
  'GET /api/v1/events': { status: 200, body: { events: [event] } },
  'GET /api/v1/webhook/deliveries/D': { status: 200, body: {} },
  'POST /api/v1/webhook/deliveries/D/replay': { status: 201, body: delivery },
  'GET /api/v1/requests': { status: 200, body: { requests: [request] } },
  'GET /api/v1/requests/R': { status: 200, body: request },
  'POST /api/v1/requests/R/replay': { status: 200, body: { status: 200, request_id: hostile, response: { [hostile]: hostile } } },
  'GET /api/v1/profile': { status: 200, body: { merchant: { business_name: hostile, username: hostile }, authenticated_with_mode: hostile } },
  'POST /api/v1/webhooks/listeners': { status: 201, body: { id: 'L', secret: hostile } },
  'GET /api/v1/webhooks/listeners/L/deliveries': { status: 200, body: { deliveries: [delivery], next_cursor: 'C' } },
  'POST /hook': { status: 200, body: {} },
};
/** Whatever answers at --base-url; who asks for what is to come waits. */
const origin = await listen(createServer((request_, response) => {
  const { pathname, searchParams } = new URL(request_.url ?? '', 'http://localhost');
  const answer = answers[`${request_.method} ${pathname}`] ?? refused;
  request_.resume().once('end', () => {
    if (searchParams.has('cursor')) return;
    response.statusCode = answer.status;
    response.end(JSON.stringify(answer.body));
  });
}));
const cli = openCli();
const to = ['--base-url', origin, '--key', 'sk_test_any'];
const obeyed = /[\p{Cc}--\n]/v;

describe('text that came from elsewhere is shown, and not obeyed by the terminal:', () => {
  it.each<readonly [string, readonly string[], number]>([
    ['a payment', ['payments', 'get', 'there'], 0], ['a new payment', ['payments', 'create', '--amount', '20'], 0], ['a refusal', ['payments', 'get', 'refused'], 1], ['events', ['events', 'list'], 0],
    ['a delivery', ['events', 'resend', 'D'], 0], ['requests', ['logs', 'tail', '--no-follow'], 0], ['a request', ['logs', 'show', 'R'], 0], ['a request made again', ['logs', 'replay', 'R'], 0],
    ['a merchant', ['login'], 0], ['a QR', ['qr', 'lint', hostile], 1], ['a word of one\'s own', ['trigger', hostile], 2],
  ])('%s', async (_, line, code) => {
    const run = await cli.run([...line, ...to]);
    expect(run.code, run.stderr).toBe(code);
    expect(run.stdout + run.stderr).toContain(shown);
    expect(run.stdout + run.stderr).not.toMatch(obeyed);
    expect(`${run.stdout}\n${run.stderr}`).not.toMatch(/^forged/m);
  });
  it('a webhook', async () => {
    const listening = cli.start(['listen', '--forward-to', `${origin}/hook`, ...to]);
    await until('the delivery', async () => listening.lines.length >= 3);
    await listening.stop();
    expect(listening.lines).toEqual([expect.stringContaining('Listening'), expect.stringContaining(shown), expect.stringMatching(/→ 200/)]);
    expect(listening.lines[2]).toContain(shown);
    expect(listening.lines.join('\n')).not.toMatch(obeyed);
  });
  it('with colours, which are ours alone', async () => {
    const { stdout } = await cli.run(['payments', 'get', 'there', ...to], { env: { FORCE_COLOR: '1' } });
    expect(stdout).toContain(`\u001B[31m${shown}\u001B[0m`);
    expect(stdout).not.toContain('\u001B[32m');
  });
  it('as JSON, which says the same with every control character escaped', async () => {
    const { stdout } = await cli.run(['payments', 'get', 'there', '--json', ...to]);
    expect(JSON.parse(stdout)).toEqual({ success: true, transaction: payment });
    expect(stdout).not.toMatch(obeyed);
  });
});
