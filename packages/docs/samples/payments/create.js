// node create.js
const PayGate = require('./paygate-node.js');

const paygate = new PayGate(process.env.PAYGATE_SECRET_KEY);

async function main() {
  const { transaction, paymentAccounts } = await paygate.createPayment({
    amount: 250,
    orderId: `ORD-${Date.now()}`,
    description: 'Two coffees',
    expiryMinutes: 30,
    returnUrl: 'https://shop.example.com/thanks',
    metadata: { customerId: 'u_123' },
  });
  if (transaction.qrCode !== null) console.log('show this picture:', transaction.qrCode.slice(0, 30));
  for (const bank of paymentAccounts.bankAccounts) console.log('or transfer to', bank.bankName, bank.accountNumber);
  console.log('or send the payer to', transaction.checkoutUrl);
}

main();
