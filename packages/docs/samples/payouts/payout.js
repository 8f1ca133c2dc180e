// node payout.js
const PayGate = require('./paygate-node.js');

const paygate = new PayGate(process.env.PAYGATE_SECRET_KEY);

async function main() {
  const { payout } = await paygate.createPayout(
    {
      amount: 100,
      destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' },
      merchantRef: `M01-${Date.now()}`,
    },
    { idempotencyKey: `withdrawal-${Date.now()}` }, // from your own order; the same on every retry
  );
  console.log(payout.merchant_ref, payout.status);
}

main();
