// In a second terminal: node webhook.js
const http = require('http');
const PayGate = require('./paygate-node.js');
const { secret } = require('./webhook.json');

const done = new Set();
const handler = PayGate.webhookHandler({
  webhookSecret: secret,
  onEvent: (event, request) => {
    const key = request.headers['x-webhook-idempotency-key'];
    if (done.has(key)) return;
    console.log('verified', event.event, event.data.orderId, event.data.amount);
    done.add(key);
  },
});

http.createServer(handler).listen({{receiverPort}}, '127.0.0.1', () => console.log('waiting for callbacks'));
