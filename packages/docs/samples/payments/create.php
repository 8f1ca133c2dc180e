<?php
// php create.php
require_once 'PayGate.php';

$paygate = new PayGate(getenv('PAYGATE_SECRET_KEY'));

$payment = $paygate->createPayment([
    'amount' => 250,
    'orderId' => 'ORD-' . hrtime(true),
    'description' => 'Two coffees',
    'expiryMinutes' => 30,
    'returnUrl' => 'https://shop.example.com/thanks',
    'metadata' => ['customerId' => 'u_123'],
]);
$transaction = $payment['transaction'];
if ($transaction['qrCode'] !== null) {
    echo 'show this picture: ', substr($transaction['qrCode'], 0, 30), "\n";
}
foreach ($payment['paymentAccounts']['bankAccounts'] as $bank) {
    echo 'or transfer to ', $bank['bankName'], ' ', $bank['accountNumber'], "\n";
}
echo 'or send the payer to ', $transaction['checkoutUrl'], "\n";
