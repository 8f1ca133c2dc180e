<?php
// php catch.php
require_once 'PayGate.php';

$paygate = new PayGate(getenv('PAYGATE_SECRET_KEY'));

try {
    $paygate->createPayment(100.005);
} catch (PayGateError $error) {
    if ($error->getCode() === 'INVALID_AMOUNT') {
        echo 'ask for another amount: ', $error->getMessage(), "\n";
    } else {
        echo $error->status, ' ', $error->getCode(), ' request ', $error->requestId, "\n";
    }
}
