// node order.js
const PayGate = require('./paygate-node.js');

const paygate = new PayGate(process.env.PAYGATE_SECRET_KEY);

async function main() {
  const { transaction } = await paygate.createPayment({
    amount: 100.37,
    orderId: `ORD-${Date.now()}`,
    metadata: { memberName: 'นาย ทองดี ใจงาม' },
  });
  console.log('created', transaction.orderId);
  console.log('payer page', transaction.checkoutUrl);

  await paygate.sandboxPay(transaction.id); // plays the payer
  console.log('paid at the sandbox bank');
}

main();
