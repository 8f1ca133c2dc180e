<?php
// php order.php
require_once 'PayGate.php';

$paygate = new PayGate(getenv('PAYGATE_SECRET_KEY'));

$payment = $paygate->createPayment(100.37, 'ORD-' . hrtime(true), 'Topup', ['memberName' => 'นาย ทองดี ใจงาม']);
echo 'created ', $payment['transaction']['orderId'], "\n";
echo 'payer page ', $payment['transaction']['checkoutUrl'], "\n";

$paygate->sandboxPay($payment['transaction']['id']); // plays the payer
echo "paid at the sandbox bank\n";
