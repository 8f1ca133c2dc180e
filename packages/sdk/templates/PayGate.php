<?php
/*
 * PayGate for PHP 7.4 or newer. One file, nothing to install (uses curl where PHP has it, streams elsewhere).
 *
 *   require_once 'PayGate.php';
 *   $paygate = new PayGate('sk_test_...');
 *   $payment = $paygate->createPayment(100.37, 'ORD-1', 'Topup', ['memberName' => '...']);
 *
 * Amounts are numbers in baht. Every method answers the API's JSON as an array or throws PayGateError ($status, getCode(), getMessage(),
 * $requestId, $details, $idempotencyKey, $isOutcomeUnknown). Payouts sign themselves. Reads, and writes under an Idempotency-Key (made for
 * you unless ['idempotencyKey' => ...] is given last), are repeated after a network failure; nothing is ever done twice. Keep the API key
 * on your server.
 *
 * When $error->isOutcomeUnknown, whatever the code, a write may have been done. Repeat the same call under the same key, never without it:
 *   $paygate->createPayout($input, ['idempotencyKey' => $error->idempotencyKey]);
 *
 * Webhooks: verify the raw bytes, deduplicate by the header X-Webhook-Idempotency-Key, answer 2xx soon.
 *
 *   // Plain PHP
 *   $event = PayGate::verifyWebhook(file_get_contents('php://input'), getallheaders(), $webhookSecret);
 *
 *   // Laravel, routes/api.php (which has no CSRF check)
 *   Route::post('/paygate/webhook', function (\Illuminate\Http\Request $request) {
 *       try {
 *           $event = \PayGate::verifyWebhook($request->getContent(), $request->headers->all(), config('services.paygate.webhook_secret'));
 *       } catch (\PayGateError $error) {
 *           return response()->json(['error' => $error->getMessage()], 401);
 *       }
 *       // dispatch a job with $event here
 *       return response()->json(['received' => true]);
 *   });
 */

/** Any refusal or failure. $status is 0 and the code NETWORK_ERROR when no answer came to the last try. getCode() is text. */
class PayGateError extends Exception
{
    /** @var string such as INSUFFICIENT_BALANCE */
    public $code;
    /** @var int */
    public $status;
    /** @var string|null */
    public $requestId;
    /** @var array|null */
    public $details;
    /** @var string|null the short text of the body's `error` */
    public $error;
    /** @var string|null the key of a write, also when it was made for you */
    public $idempotencyKey = null;
    /** @var bool whether a write may have been done all the same, since some try of it got no answer: repeat it under $idempotencyKey alone */
    public $isOutcomeUnknown = false;

    public function __construct($code, $message, $status = 0, array $body = array(), $requestId = null)
    {
        parent::__construct($message);
        $this->code = $code;
        $this->status = $status;
        $this->requestId = isset($body['requestId']) ? $body['requestId'] : $requestId;
        $this->details = isset($body['details']) ? $body['details'] : null;
        $this->error = isset($body['error']) ? $body['error'] : null;
    }
}

class PayGate
{
    const DEFAULT_BASE_URL = '__PAYGATE_BASE_URL__';
    const TIMEOUT_SECONDS = 30;
    const RETRIES_MAX = 2;
    const RETRY_WAIT_SECONDS_MAX = 30;
    const TOLERANCE_SECONDS = 300;

    private $apiKey;
    private $baseUrl;
    private $timeoutSeconds;
    private $maxRetries;

    /** A secret key, or ['apiKey' => ..., 'baseUrl' => ..., 'timeoutSeconds' => ..., 'maxRetries' => ...]. baseUrl may end in /api/v1. */
    public function __construct($options)
    {
        $given = is_array($options) ? $options : array('apiKey' => $options);
        if (!isset($given['apiKey']) || !is_string($given['apiKey']) || $given['apiKey'] === '') {
            throw new PayGateError('API_KEY_REQUIRED', "Give your secret key: new PayGate('sk_...').");
        }
        $this->apiKey = $given['apiKey'];
        $baseUrl = isset($given['baseUrl']) ? $given['baseUrl'] : self::DEFAULT_BASE_URL;
        $this->baseUrl = preg_replace('#/api/v1$#', '', rtrim($baseUrl, '/'));
        $this->timeoutSeconds = isset($given['timeoutSeconds']) ? $given['timeoutSeconds'] : self::TIMEOUT_SECONDS;
        $this->maxRetries = isset($given['maxRetries']) ? $given['maxRetries'] : self::RETRIES_MAX;
    }

    /** Hides the key from var_dump. */
    public function __debugInfo()
    {
        return array('baseUrl' => $this->baseUrl);
    }

    /**
     * Create a payment and its QR: createPayment(150.00, 'ORDER-1', 'Description', $metadata), or
     * createPayment(['amount' => 150.00, 'orderId' => ..., 'expiryMinutes' => ...], $options).
     */
    public function createPayment($amount, $orderId = null, $description = null, array $metadata = array(), array $options = array())
    {
        if (is_array($amount)) {
            $input = $amount;
            $options = is_array($orderId) ? $orderId : array();
        } else {
            $input = array('amount' => $amount, 'orderId' => $orderId, 'description' => $description, 'metadata' => $metadata);
        }
        return $this->send(array('method' => 'POST', 'path' => '/api/v1/payment/create', 'input' => $input, 'hasBody' => true, 'takesKey' => true), $options);
    }

    /* __PAYGATE_METHODS__ */

    /** Where the payer pays: the address of the hosted payment page. */
    public static function buildHostedPaymentUrl($frontendBaseUrl, $transactionId)
    {
        return rtrim($frontendBaseUrl, '/') . '/pay/' . self::segment('transactionId', $transactionId);
    }

    /** Whether X-Webhook-Signature fits the raw body. Takes constant time; never throws. */
    public static function verifyWebhookSignature($rawBody, $signatureHeader, $webhookSecret)
    {
        if (!is_string($rawBody) || !is_string($signatureHeader) || !is_string($webhookSecret) || $webhookSecret === '') {
            return false;
        }
        return hash_equals(hash_hmac('sha256', $rawBody, $webhookSecret), strtolower($signatureHeader));
    }

    /**
     * The event of a callback, verified: by Standard Webhooks' headers (webhook-id, -timestamp, -signature; not older than the tolerance)
     * where they are sent, else by X-Webhook-Signature, which has no time of its own. $headers in any case, values text or lists.
     * Throws PayGateError WEBHOOK_SIGNATURE_MISSING, WEBHOOK_SIGNATURE_INVALID, WEBHOOK_TIMESTAMP_OUT_OF_TOLERANCE or WEBHOOK_BODY_INVALID.
     */
    public static function verifyWebhook($rawBody, array $headers, $webhookSecret, $toleranceSeconds = self::TOLERANCE_SECONDS, $nowSeconds = null)
    {
        $lower = array_change_key_case($headers, CASE_LOWER);
        $header = function ($name) use ($lower) {
            $value = isset($lower[$name]) ? $lower[$name] : '';
            return (string) (is_array($value) ? reset($value) : $value);
        };
        $standard = $header('webhook-signature');
        $plain = $header('x-webhook-signature');
        if ($standard === '' && $plain === '') {
            throw new PayGateError('WEBHOOK_SIGNATURE_MISSING', 'The callback carries no signature.');
        }
        $isValid = $standard === ''
            ? self::verifyWebhookSignature($rawBody, $plain, $webhookSecret)
            : self::isStandardSignature($header('webhook-id') . '.' . $header('webhook-timestamp') . '.' . $rawBody, $standard, $webhookSecret);
        if (!$isValid) {
            throw new PayGateError('WEBHOOK_SIGNATURE_INVALID', 'The signature does not fit the raw body and the webhook secret.');
        }
        $now = $nowSeconds === null ? time() : $nowSeconds;
        if ($standard !== '' && abs($now - (int) $header('webhook-timestamp')) > $toleranceSeconds) {
            throw new PayGateError('WEBHOOK_TIMESTAMP_OUT_OF_TOLERANCE', 'The callback is too old, or a clock is wrong.');
        }
        $event = json_decode($rawBody, true);
        if (!is_array($event)) {
            throw new PayGateError('WEBHOOK_BODY_INVALID', 'The callback is not JSON.');
        }
        return $event;
    }

    /** X-Signature of a call: hex(HMAC_SHA256(apiKey, "<timestamp>.<raw body>")). Payout methods do this themselves. */
    public static function signRequest($apiKey, $timestamp, $rawBody)
    {
        return hash_hmac('sha256', $timestamp . '.' . $rawBody, $apiKey);
    }

    /** The exact bytes sent for an input: Thai as it is, null fields left out. */
    public static function encodeBody(array $input)
    {
        $given = array_filter($input, function ($value) {
            return $value !== null;
        });
        // PHP's empty array would be written as a list.
        if (isset($given['metadata']) && $given['metadata'] === array()) {
            unset($given['metadata']);
        }
        $raw = json_encode((object) $given, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        if ($raw === false) {
            throw new PayGateError('INVALID_ARGUMENT', 'The input is not JSON in UTF-8: ' . json_last_error_msg());
        }
        return $raw;
    }

    private static function isStandardSignature($signed, $signatures, $webhookSecret)
    {
        if (!is_string($webhookSecret) || $webhookSecret === '') {
            return false;
        }
        $expected = 'v1,' . base64_encode(hash_hmac('sha256', $signed, (string) base64_decode(preg_replace('/^whsec_/', '', $webhookSecret)), true));
        // Two during a rotation of the secret.
        foreach (explode(' ', $signatures) as $one) {
            if (hash_equals($expected, $one)) {
                return true;
            }
        }
        return false;
    }

    private static function segment($name, $value)
    {
        $text = (string) $value;
        if ($text === '' || $text === '.' || $text === '..') {
            throw new PayGateError('INVALID_ARGUMENT', $name . ' is missing.');
        }
        return rawurlencode($text);
    }

    private function send(array $call, array $options)
    {
        $input = isset($call['input']) ? $call['input'] : array();
        $raw = empty($call['hasBody']) ? null : self::encodeBody($input);
        $key = isset($options['idempotencyKey']) ? $options['idempotencyKey'] : null;
        if ($key === null && $raw !== null && isset($input['idempotencyKey'])) {
            $key = $input['idempotencyKey'];
        }
        if ($key === null && !empty($call['takesKey'])) {
            $key = bin2hex(random_bytes(16));
        }
        $url = $this->baseUrl . $call['path'] . ($raw === null ? self::search($input) : '');
        $triesMax = $call['method'] === 'GET' || !empty($call['takesKey']) ? 1 + $this->maxRetries : 1;
        $isOutcomeUnknown = false;
        for ($tries = 1; ; $tries++) {
            $answer = $this->transport($call['method'], $url, $this->headersFor($call, $raw, $key), $raw);
            $body = $answer['status'] === 0 ? null : json_decode($answer['text'], true);
            if ($answer['status'] >= 200 && $answer['status'] < 300 && is_array($body)) {
                return $body;
            }
            $error = self::errorOf($answer, $body);
            $isPassing = in_array($error->status, array(0, 429, 502, 503, 504), true) || $error->code === 'IDEMPOTENCY_IN_PROGRESS';
            $isOutcomeUnknown = $isOutcomeUnknown || ($call['method'] !== 'GET' && !self::isRefusal($error));
            if ($tries >= $triesMax || !$isPassing) {
                $error->idempotencyKey = $key;
                $error->isOutcomeUnknown = $isOutcomeUnknown;
                throw $error;
            }
            $asked = isset($answer['headers']['retry-after']) ? (float) $answer['headers']['retry-after'] : 0.0;
            usleep((int) (min($asked > 0 ? $asked : 0.3 * pow(2, $tries - 1) * (1 + mt_rand() / mt_getrandmax()), self::RETRY_WAIT_SECONDS_MAX) * 1000000));
        }
    }

    /** Whether PayGate itself says that this try did nothing: a proxy's 408 does not. */
    private static function isRefusal(PayGateError $error)
    {
        return $error->status >= 400 && $error->status < 500 && !in_array($error->code, array('IDEMPOTENCY_IN_PROGRESS', 'UNEXPECTED_ANSWER'), true);
    }

    private static function errorOf(array $answer, $body)
    {
        if ($answer['status'] === 0) {
            return new PayGateError('NETWORK_ERROR', 'No answer: ' . $answer['text']);
        }
        $requestId = isset($answer['headers']['x-request-id']) ? $answer['headers']['x-request-id'] : null;
        if (is_array($body) && isset($body['code'], $body['message'])) {
            return new PayGateError($body['code'], $body['message'], $answer['status'], $body, $requestId);
        }
        return new PayGateError('UNEXPECTED_ANSWER', 'The server answered ' . $answer['status'] . " without PayGate's JSON. Is baseUrl right?", $answer['status'], array(), $requestId);
    }

    /** Signed anew at every try, so that a late one is not too old; the Idempotency-Key stays. */
    private function headersFor(array $call, $raw, $key)
    {
        $headers = array('X-API-Key: ' . $this->apiKey, 'Accept: application/json', 'User-Agent: paygate-php');
        if ($raw !== null) {
            $headers[] = 'Content-Type: application/json';
        }
        if ($key !== null) {
            $headers[] = 'Idempotency-Key: ' . $key;
        }
        if (!empty($call['isSigned'])) {
            $timestamp = (string) time();
            $headers[] = 'X-Signature-Timestamp: ' . $timestamp;
            $headers[] = 'X-Signature: ' . self::signRequest($this->apiKey, $timestamp, $raw);
            $headers[] = 'X-Signature-Nonce: ' . bin2hex(random_bytes(16));
        }
        return $headers;
    }

    private static function search(array $query)
    {
        $given = array();
        foreach ($query as $name => $value) {
            if ($value !== null) {
                $given[$name] = $value instanceof DateTimeInterface ? $value->format(DATE_ATOM) : (is_bool($value) ? ($value ? 'true' : 'false') : $value);
            }
        }
        return $given === array() ? '' : '?' . http_build_query($given, '', '&', PHP_QUERY_RFC3986);
    }

    /** status 0 with the reason as text when no whole answer came. Redirects are not followed: they would take the key elsewhere. */
    private function transport($method, $url, array $headers, $raw)
    {
        return function_exists('curl_init') ? $this->byCurl($method, $url, $headers, $raw) : $this->byStream($method, $url, $headers, $raw);
    }

    private function byCurl($method, $url, array $headers, $raw)
    {
        $lines = array();
        $request = curl_init($url);
        curl_setopt_array($request, array(
            CURLOPT_CUSTOMREQUEST => $method, CURLOPT_HTTPHEADER => $headers, CURLOPT_RETURNTRANSFER => true, CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_CONNECTTIMEOUT => (int) ceil(min(10, $this->timeoutSeconds)), CURLOPT_TIMEOUT_MS => (int) ($this->timeoutSeconds * 1000),
            CURLOPT_HEADERFUNCTION => function ($_, $line) use (&$lines) {
                $lines[] = $line;
                return strlen($line);
            },
        ));
        if ($raw !== null) {
            curl_setopt($request, CURLOPT_POSTFIELDS, $raw);
        }
        $text = curl_exec($request);
        if ($text === false) {
            return array('status' => 0, 'text' => curl_error($request), 'headers' => array());
        }
        return array('status' => (int) curl_getinfo($request, CURLINFO_HTTP_CODE), 'text' => $text, 'headers' => self::headersOf($lines));
    }

    private function byStream($method, $url, array $headers, $raw)
    {
        $http = array(
            'method' => $method, 'header' => implode("\r\n", array_merge($headers, array('Connection: close'))), 'ignore_errors' => true, 'follow_location' => 0,
            'timeout' => $this->timeoutSeconds, 'protocol_version' => '1.1',
        );
        if ($raw !== null) {
            $http['content'] = $raw;
        }
        $stream = @fopen($url, 'rb', false, stream_context_create(array('http' => $http)));
        if ($stream === false) {
            $last = error_get_last();
            return array('status' => 0, 'text' => $last ? $last['message'] : 'the connection failed', 'headers' => array());
        }
        $text = stream_get_contents($stream);
        $meta = stream_get_meta_data($stream);
        fclose($stream);
        if ($text === false || $meta['timed_out']) {
            return array('status' => 0, 'text' => 'the answer was cut off', 'headers' => array());
        }
        $status = preg_match('#^HTTP/\S+ (\d{3})#', $meta['wrapper_data'][0], $found) ? (int) $found[1] : 0;
        return array('status' => $status, 'text' => $text, 'headers' => self::headersOf($meta['wrapper_data']));
    }

    private static function headersOf(array $lines)
    {
        $headers = array();
        foreach ($lines as $line) {
            $parts = explode(':', $line, 2);
            if (count($parts) === 2) {
                $headers[strtolower(trim($parts[0]))] = trim($parts[1]);
            }
        }
        return $headers;
    }
}
