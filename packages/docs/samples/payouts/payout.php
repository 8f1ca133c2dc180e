<?php
// php payout.php
require_once 'PayGate.php';

$paygate = new PayGate(getenv('PAYGATE_SECRET_KEY'));

$answer = $paygate->createPayout(
    [
        'amount' => 100,
        'destination' => ['bankCode' => 'SCB', 'accountNumber' => '4190621964', 'accountName' => 'เจษฎา'],
        'merchantRef' => 'M01-' . time(),
    ],
    ['idempotencyKey' => 'withdrawal-' . time()] // from your own order; the same on every retry
);
echo $answer['payout']['merchant_ref'], ' ', $answer['payout']['status'], "\n";
