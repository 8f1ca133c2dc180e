'use strict';
/* __PAYGATE_GUIDE__ */
const crypto = require('crypto');
const http = require('http');
const https = require('https');

const DEFAULT_BASE_URL = '__PAYGATE_BASE_URL__';
const TIMEOUT_MS = 30000;
const RETRIES_MAX = 2;
const RETRY_WAIT_MS = 300;
const RETRY_WAIT_MS_MAX = 30000;
const TOLERANCE_SECONDS = 300;
const WEBHOOK_BYTES_MAX = 1048576;

/** Any refusal or failure. `status` is 0 and `code` NETWORK_ERROR or TIMEOUT when no answer came to the last try. */
class PayGateError extends Error {
  constructor({ status = 0, code, message, requestId = null, details = null, error = null }, cause) {
    super(message);
    this.name = 'PayGateError';
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.details = details;
    /** The short text of the body's `error`. */
    this.error = error;
    /** The key of a write, also when it was made for you. */
    this.idempotencyKey = null;
    /** Whether a write may have been done all the same, since some try of it got no answer. Repeat it under `idempotencyKey` alone. */
    this.isOutcomeUnknown = false;
    if (cause !== undefined) Object.defineProperty(this, 'cause', { value: cause, enumerable: false });
  }
}

class PayGate {
  /** A secret key, or { apiKey, baseUrl, timeoutMs, maxRetries }. `baseUrl` may end in /api/v1. */
  constructor(options) {
    const { apiKey, baseUrl = DEFAULT_BASE_URL, timeoutMs = TIMEOUT_MS, maxRetries = RETRIES_MAX } = typeof options === 'string' ? { apiKey: options } : options || {};
    if (typeof apiKey !== 'string' || apiKey === '') throw new PayGateError({ code: 'API_KEY_REQUIRED', message: 'Give your secret key: new PayGate("sk_...").' });
    // Hidden from console.log and JSON.
    Object.defineProperty(this, 'apiKey', { value: apiKey, enumerable: false });
    this.baseUrl = String(baseUrl).replace(/\/+$/, '').replace(/\/api\/v1$/, '');
    this.timeoutMs = timeoutMs;
    this.maxRetries = maxRetries;
  }

  /** Where the payer pays: the address of the hosted payment page. */
  static buildHostedPaymentUrl({ frontendBaseUrl, transactionId }) {
    return `${String(frontendBaseUrl).replace(/\/+$/, '')}/pay/${segment('transactionId', transactionId)}`;
  }

  /** Whether X-Webhook-Signature fits the raw body. Takes constant time; never throws. */
  static verifyWebhookSignature({ rawBody, signatureHeader, webhookSecret }) {
    if (!webhookSecret || typeof signatureHeader !== 'string' || !isBytes(rawBody)) return false;
    return isSame(crypto.createHmac('sha256', webhookSecret).update(rawBody).digest('hex'), signatureHeader.toLowerCase());
  }

  /**
   * The event of a callback, verified: by Standard Webhooks' headers (webhook-id, -timestamp, -signature; not older than
   * `toleranceSeconds`) where they are sent, else by X-Webhook-Signature, which has no time of its own. `headers` is an object or a Headers.
   * Throws PayGateError WEBHOOK_SIGNATURE_MISSING, WEBHOOK_SIGNATURE_INVALID, WEBHOOK_TIMESTAMP_OUT_OF_TOLERANCE or WEBHOOK_BODY_INVALID.
   */
  static verifyWebhook({ rawBody, headers, webhookSecret, toleranceSeconds = TOLERANCE_SECONDS, nowSeconds = Date.now() / 1000 }) {
    const standard = headerOf(headers, 'webhook-signature');
    const plain = headerOf(headers, 'x-webhook-signature');
    if (!standard && !plain) refuse('WEBHOOK_SIGNATURE_MISSING', 'The callback carries no signature.');
    const isValid = standard ? isStandardSignature({ rawBody, headers, webhookSecret, standard }) : PayGate.verifyWebhookSignature({ rawBody, signatureHeader: plain, webhookSecret });
    if (!isValid) refuse('WEBHOOK_SIGNATURE_INVALID', 'The signature does not fit the raw body and the webhook secret.');
    if (standard && !(Math.abs(nowSeconds - Number(headerOf(headers, 'webhook-timestamp'))) <= toleranceSeconds)) refuse('WEBHOOK_TIMESTAMP_OUT_OF_TOLERANCE', 'The callback is too old, or a clock is wrong.');
    try {
      return JSON.parse(Buffer.from(rawBody).toString('utf8'));
    } catch (cause) {
      throw new PayGateError({ code: 'WEBHOOK_BODY_INVALID', message: 'The callback is not JSON.' }, cause);
    }
  }

  /** (request, response) for Express and plain Node: 200 after `onEvent(event, request)`, 401 for a wrong signature, 500 when `onEvent` throws. Never rejects. */
  static webhookHandler({ webhookSecret, onEvent, toleranceSeconds = TOLERANCE_SECONDS }) {
    return async (request, response) => {
      const { status, body } = await receive({ rawBody: await rawBodyOf(request), headers: request.headers, webhookSecret, toleranceSeconds }, (event) => onEvent(event, request));
      // A time-out of the server's own may have answered meanwhile.
      if (response.headersSent) return;
      response.statusCode = status;
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(body));
    };
  }

  /** The same as (Request) => Response, for Next.js route handlers. */
  static webhookRoute({ webhookSecret, onEvent, toleranceSeconds = TOLERANCE_SECONDS }) {
    return async (request) => {
      const { status, body } = await receive({ rawBody: await request.text(), headers: request.headers, webhookSecret, toleranceSeconds }, (event) => onEvent(event, request));
      return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
    };
  }

  /** X-Signature of a call: hex(HMAC_SHA256(apiKey, "<timestamp>.<raw body>")). Payout methods do this themselves. */
  static signRequest({ apiKey, timestamp, rawBody }) {
    return crypto.createHmac('sha256', apiKey).update(`${timestamp}.`).update(rawBody).digest('hex');
  }

  /* __PAYGATE_METHODS__ */
}

// oxlint-disable-next-line no-unused-vars -- the methods call it
async function send(client, call, options = {}) {
  const raw = call.hasBody ? JSON.stringify(call.input || {}) : undefined;
  const key = options.idempotencyKey || (call.hasBody && call.input && call.input.idempotencyKey) || (call.takesKey ? crypto.randomUUID() : undefined);
  const triesMax = call.method === 'GET' || (call.takesKey && key) ? 1 + client.maxRetries : 1;
  const request = { method: call.method, url: client.baseUrl + call.path + (call.hasBody ? '' : search(call.input)), raw, timeoutMs: options.timeoutMs || client.timeoutMs };
  let isOutcomeUnknown = false;
  for (let tries = 1; ; tries += 1) {
    const outcome = await attempt({ ...request, headers: headersFor(client, call, { raw, key }) });
    if (!outcome.error) return outcome.answer;
    isOutcomeUnknown = isOutcomeUnknown || (call.method !== 'GET' && !isRefusal(outcome.error));
    if (tries >= triesMax || !outcome.isPassing) throw Object.assign(outcome.error, { idempotencyKey: key ? String(key) : null, isOutcomeUnknown });
    await new Promise((resolve) => setTimeout(resolve, waitMs(tries, outcome.retryAfter)));
  }
}

/** Whether PayGate itself says that this try did nothing: a proxy's 408 does not. */
const isRefusal = ({ status, code }) => status >= 400 && status < 500 && code !== 'IDEMPOTENCY_IN_PROGRESS' && code !== 'UNEXPECTED_ANSWER';

/** Signed anew at every try, so that a late one is not too old; the Idempotency-Key stays. */
function headersFor(client, { isSigned }, { raw, key }) {
  const headers = { 'X-API-Key': client.apiKey, Accept: 'application/json', 'User-Agent': 'paygate-node' };
  if (raw !== undefined) headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = String(key);
  if (!isSigned) return headers;
  const timestamp = String(Math.floor(Date.now() / 1000));
  return { ...headers, 'X-Signature-Timestamp': timestamp, 'X-Signature': PayGate.signRequest({ apiKey: client.apiKey, timestamp, rawBody: raw }), 'X-Signature-Nonce': crypto.randomUUID() };
}

async function attempt(request) {
  let response;
  try {
    response = await (typeof fetch === 'function' ? sendByFetch : sendByHttp)(request);
  } catch (cause) {
    const code = cause.isTimeout ? 'TIMEOUT' : 'NETWORK_ERROR';
    const message = cause.isTimeout ? `No answer within ${request.timeoutMs} ms.` : `No answer from ${new URL(request.url).origin}.`;
    return { isPassing: true, error: new PayGateError({ code, message }, cause) };
  }
  const { status, text, retryAfter, requestId } = response;
  const body = parsed(text);
  if (status >= 200 && status < 300 && body !== undefined) return { answer: body };
  const { code = 'UNEXPECTED_ANSWER', message = `The server answered ${status} without PayGate's JSON. Is baseUrl right?`, details, error } = body && body.code ? body : {};
  return { isPassing: [429, 502, 503, 504].includes(status) || code === 'IDEMPOTENCY_IN_PROGRESS', retryAfter, error: new PayGateError({ status, code, message, details, error, requestId: (body && body.requestId) || requestId }) };
}

async function sendByFetch({ method, url, headers, raw, timeoutMs }) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), timeoutMs);
  try {
    // A redirect would take the key elsewhere.
    const response = await fetch(url, Object.assign({ method, headers, redirect: 'manual', signal: patience.signal }, raw === undefined ? {} : { body: raw }));
    return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after'), requestId: response.headers.get('x-request-id') };
  } catch (cause) {
    throw Object.assign(new Error('fetch failed', { cause }), { isTimeout: patience.signal.aborted });
  } finally {
    clearTimeout(timer);
  }
}

function sendByHttp({ method, url, headers, raw, timeoutMs }) {
  return new Promise((resolve, reject) => {
    const all = raw === undefined ? headers : { ...headers, 'Content-Length': Buffer.byteLength(raw) };
    const request = (url.startsWith('https:') ? https : http).request(url, { method, headers: all }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('error', reject).on('aborted', () => reject(new Error('the answer was cut off')));
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString('utf8'), retryAfter: response.headers['retry-after'], requestId: response.headers['x-request-id'] }));
    });
    const timer = setTimeout(() => request.destroy(Object.assign(new Error('timed out'), { isTimeout: true })), timeoutMs);
    request.on('error', reject).on('close', () => clearTimeout(timer));
    request.end(raw);
  });
}

const waitMs = (tries, retryAfter) => Math.min(Number(retryAfter) > 0 ? Number(retryAfter) * 1000 : RETRY_WAIT_MS * 2 ** (tries - 1) * (1 + Math.random()), RETRY_WAIT_MS_MAX);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // Some other server's page: told apart by its absence.
    return undefined;
  }
}

function segment(name, value) {
  const text = value === undefined || value === null ? '' : String(value);
  if (['', '.', '..'].includes(text)) throw new PayGateError({ code: 'INVALID_ARGUMENT', message: `${name} is missing.` });
  return encodeURIComponent(text);
}

function search(query) {
  const given = Object.entries(query || {}).filter(([, value]) => value !== undefined && value !== null);
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : String(value)]))}`;
}

const isBytes = (value) => typeof value === 'string' || value instanceof Uint8Array;

function isSame(expected, given) {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && crypto.timingSafeEqual(a, b);
}

function headerOf(headers, name) {
  if (headers && typeof headers.get === 'function') return headers.get(name) || '';
  const found = Object.entries(headers || {}).find(([key]) => key.toLowerCase() === name);
  return found ? String(found[1]) : '';
}

function refuse(code, message) {
  throw new PayGateError({ code, message });
}

function isStandardSignature({ rawBody, headers, webhookSecret, standard }) {
  if (!webhookSecret || !isBytes(rawBody)) return false;
  const secret = Buffer.from(String(webhookSecret).replace(/^whsec_/, ''), 'base64');
  const expected = crypto.createHmac('sha256', secret).update(`${headerOf(headers, 'webhook-id')}.${headerOf(headers, 'webhook-timestamp')}.`).update(rawBody).digest('base64');
  // Two during a rotation of the secret.
  return standard.split(' ').some((one) => isSame(`v1,${expected}`, one));
}

/** Empty, which no signature fits, for a body that is too long or was cut off. */
async function rawBodyOf(request) {
  if (isBytes(request.rawBody)) return request.rawBody;
  if (isBytes(request.body)) return request.body;
  const chunks = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += chunk.length;
      if (bytes > WEBHOOK_BYTES_MAX) return '';
      chunks.push(chunk);
    }
  } catch {
    return '';
  }
  return Buffer.concat(chunks);
}

async function receive(callback, onEvent) {
  let event;
  try {
    event = PayGate.verifyWebhook(callback);
  } catch (error) {
    return { status: 401, body: { error: error.message } };
  }
  try {
    await onEvent(event);
  } catch (error) {
    console.error('PayGate webhook:', error);
    return { status: 500, body: { error: 'not processed' } };
  }
  return { status: 200, body: { received: true } };
}

module.exports = PayGate;
module.exports.PayGate = PayGate;
module.exports.TopfromPAYClient = PayGate;
module.exports.PayGateError = PayGateError;
