// node catch.js
const PayGate = require('./paygate-node.js');

const paygate = new PayGate(process.env.PAYGATE_SECRET_KEY);

async function main() {
  try {
    await paygate.createPayment({ amount: 100.005 });
  } catch (error) {
    if (error.code === 'INVALID_AMOUNT') console.log('ask for another amount:', error.message);
    else console.log(error.status, error.code, 'request', error.requestId);
  }
}

main();
