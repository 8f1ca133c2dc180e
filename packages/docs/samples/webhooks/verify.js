// node verify.js
const { createHmac, timingSafeEqual } = require('crypto');

function isFromPayGate(rawBody, signature, secret) {
  const expected = createHmac('sha256', secret).update(rawBody).digest('hex');
  return signature.length === expected.length && timingSafeEqual(Buffer.from(expected), Buffer.from(signature));
}

const rawBody = '{{exampleBody}}';
console.log(isFromPayGate(rawBody, '{{exampleSignature}}', '{{exampleSecret}}'));
