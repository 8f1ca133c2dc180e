<?php
// php verify.php
function is_from_paygate($rawBody, $signature, $secret)
{
    return hash_equals(hash_hmac('sha256', $rawBody, $secret), $signature);
}

$rawBody = '{{exampleBody}}';
echo is_from_paygate($rawBody, '{{exampleSignature}}', '{{exampleSecret}}') ? "true\n" : "false\n";
