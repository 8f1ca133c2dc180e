// Run inside Postman, before and after every request of the collection.

/** Names the key and, for writes, signs the exact bytes that will be sent. */
export const beforeRequest = `const key = pm.variables.get('apiKey');
pm.request.headers.upsert({ key: 'X-API-Key', value: key });
if (pm.request.method !== 'GET') {
  // Variables are filled in here, so that the bytes signed are the bytes sent.
  const raw = pm.variables.replaceIn((pm.request.body && pm.request.body.raw) || '');
  if (raw) pm.request.body.update({ mode: 'raw', raw, options: { raw: { language: 'json' } } });
  const timestamp = String(Math.floor(Date.now() / 1000));
  pm.request.headers.upsert({ key: 'Idempotency-Key', value: pm.variables.replaceIn('{{$guid}}') });
  pm.request.headers.upsert({ key: 'X-Signature-Timestamp', value: timestamp });
  pm.request.headers.upsert({ key: 'X-Signature-Nonce', value: pm.variables.replaceIn('{{$guid}}') });
  pm.request.headers.upsert({ key: 'X-Signature', value: require('crypto-js').HmacSHA256(timestamp + '.' + raw, key).toString() });
}`;

/** Keeps what was just made for the requests that name it. */
export const afterRequest = `pm.test('answers 2xx', () => pm.expect(pm.response.code, pm.response.text()).to.be.within(200, 299));
if (pm.response.code < 300) {
  const { transaction, payout, request } = pm.response.json();
  const keep = (name, value) => value && pm.collectionVariables.set(name, value);
  if (transaction) [keep('paymentId', transaction.id), keep('transactionId', transaction.id), keep('orderId', transaction.orderId)];
  if (payout) [keep('payoutId', payout.id), keep('merchantRef', payout.merchant_ref)];
  if (request) keep('requestRef', request.id);
}`;
