<?php
// In a second terminal: php -S 127.0.0.1:{{receiverPort}} webhook.php
require_once 'PayGate.php';

$secret = json_decode(file_get_contents('webhook.json'), true)['secret'];
try {
    $event = PayGate::verifyWebhook(file_get_contents('php://input'), getallheaders(), $secret);
} catch (PayGateError $error) {
    http_response_code(401);
    exit($error->getMessage());
}

error_log('verified ' . $event['event'] . ' ' . $event['data']['orderId'] . ' ' . $event['data']['amount']);
