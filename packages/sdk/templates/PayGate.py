# -*- coding: utf-8 -*-
"""PayGate for Python 3.8 or newer. One file, nothing to install.

    from PayGate import PayGate
    paygate = PayGate('sk_test_...')
    payment = paygate.create_payment(amount=100.37, order_id='ORD-1', metadata={'memberName': '...'})

Amounts are numbers in baht (int, float or Decimal). Every method answers the API's JSON as a dict or raises PayGateError (status, code,
message, request_id, details, idempotency_key, is_outcome_unknown). Payouts sign themselves. Reads, and writes under an Idempotency-Key
(made for you unless idempotency_key is given), are repeated after a network failure; nothing is ever done twice. Keep the API key on your
server.

When error.is_outcome_unknown, whatever the code, a write may have been done. Repeat the same call under the same key, never without it:
    paygate.create_payout(..., idempotency_key=error.idempotency_key)

Webhooks: verify the raw bytes, deduplicate by the header X-Webhook-Idempotency-Key, answer 2xx soon.

    # Flask
    @app.post('/paygate/webhook')
    def paygate_webhook():
        try:
            event = PayGate.verify_webhook(raw_body=request.get_data(), headers=request.headers, webhook_secret=WEBHOOK_SECRET)
        except PayGateError as error:
            return {'error': error.message}, 401
        return {'received': True, 'event': event['event']}

    # Django
    @csrf_exempt
    @require_POST
    def paygate_webhook(request):
        try:
            event = PayGate.verify_webhook(raw_body=request.body, headers=request.headers, webhook_secret=settings.PAYGATE_WEBHOOK_SECRET)
        except PayGateError as error:
            return JsonResponse({'error': error.message}, status=401)
        return JsonResponse({'received': True, 'event': event['event']})
"""
import base64
import datetime
import decimal
import hashlib
import hmac
import http.client
import json
import random
import re
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

DEFAULT_BASE_URL = '__PAYGATE_BASE_URL__'
TIMEOUT_SECONDS = 30
RETRIES_MAX = 2
RETRY_WAIT_SECONDS_MAX = 30
TOLERANCE_SECONDS = 300

__all__ = ['PayGate', 'PayGateError']


class PayGateError(Exception):
    """Any refusal or failure. `status` is 0 and `code` NETWORK_ERROR when no answer came to the last try. `idempotency_key` is the key of a
    write, also when it was made for you; `is_outcome_unknown` tells whether the write may have been done all the same, since some try of
    it got no answer: repeat it under that key alone."""

    def __init__(self, code, message, status=0, request_id=None, details=None, error=None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.request_id = request_id
        self.details = details
        self.error = error
        self.idempotency_key = None
        self.is_outcome_unknown = False


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would take the key elsewhere."""

    def redirect_request(self, *_):
        return None


_opener = urllib.request.build_opener(_NoRedirects)


class PayGate:
    """The API under one secret key. `base_url` may end in /api/v1. Safe to share between threads."""

    def __init__(self, api_key, base_url=DEFAULT_BASE_URL, timeout=TIMEOUT_SECONDS, max_retries=RETRIES_MAX):
        if not isinstance(api_key, str) or api_key == '':
            raise PayGateError('API_KEY_REQUIRED', "Give your secret key: PayGate('sk_...').")
        self._api_key = api_key
        self.base_url = re.sub(r'/api/v1$', '', base_url.rstrip('/'))
        self.timeout = timeout
        self.max_retries = max_retries

    # __PAYGATE_METHODS__

    @staticmethod
    def build_hosted_payment_url(frontend_base_url, transaction_id):
        """Where the payer pays: the address of the hosted payment page."""
        return frontend_base_url.rstrip('/') + '/pay/' + _segment('transaction_id', transaction_id)

    @staticmethod
    def verify_webhook_signature(raw_body, signature_header, webhook_secret):
        """Whether X-Webhook-Signature fits the raw body. Takes constant time; never raises."""
        if not webhook_secret or not isinstance(signature_header, str) or not isinstance(raw_body, (str, bytes)):
            return False
        expected = hmac.new(webhook_secret.encode('utf-8'), _bytes(raw_body), hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode('ascii'), _bytes(signature_header.lower()))

    @staticmethod
    def verify_webhook(raw_body, headers, webhook_secret, tolerance_seconds=TOLERANCE_SECONDS, now_seconds=None):
        """The event of a callback, verified: by Standard Webhooks' headers (webhook-id, -timestamp, -signature; not older than the
        tolerance) where they are sent, else by X-Webhook-Signature, which has no time of its own. Raises PayGateError
        WEBHOOK_SIGNATURE_MISSING, WEBHOOK_SIGNATURE_INVALID, WEBHOOK_TIMESTAMP_OUT_OF_TOLERANCE or WEBHOOK_BODY_INVALID."""
        lower = {str(name).lower(): str(value) for name, value in headers.items()}
        standard = lower.get('webhook-signature', '')
        plain = lower.get('x-webhook-signature', '')
        sent_at = lower.get('webhook-timestamp', '')
        if not standard and not plain:
            raise PayGateError('WEBHOOK_SIGNATURE_MISSING', 'The callback carries no signature.')
        if standard:
            is_valid = _is_standard_signature('%s.%s.' % (lower.get('webhook-id', ''), sent_at), raw_body, standard, webhook_secret)
        else:
            is_valid = PayGate.verify_webhook_signature(raw_body, plain, webhook_secret)
        if not is_valid:
            raise PayGateError('WEBHOOK_SIGNATURE_INVALID', 'The signature does not fit the raw body and the webhook secret.')
        now = time.time() if now_seconds is None else now_seconds
        if standard and not (re.match(r'^\d{1,12}$', sent_at) and abs(now - int(sent_at)) <= tolerance_seconds):
            raise PayGateError('WEBHOOK_TIMESTAMP_OUT_OF_TOLERANCE', 'The callback is too old, or a clock is wrong.')
        try:
            return json.loads(raw_body)
        except ValueError as cause:
            raise PayGateError('WEBHOOK_BODY_INVALID', 'The callback is not JSON.') from cause

    @staticmethod
    def sign_request(api_key, timestamp, raw_body):
        """X-Signature of a call: hex(HMAC_SHA256(api_key, "<timestamp>.<raw body>")). Payout methods do this themselves."""
        return hmac.new(api_key.encode('utf-8'), timestamp.encode('ascii') + b'.' + _bytes(raw_body), hashlib.sha256).hexdigest()

    @staticmethod
    def encode_body(fields):
        """The exact bytes sent for an input: Thai as it is, None fields left out."""
        given = {name: value for name, value in fields.items() if value is not None}
        return json.dumps(given, ensure_ascii=False, separators=(',', ':'), allow_nan=False, default=_plain).encode('utf-8')

    def _send(self, method, path, input=None, has_body=False, is_signed=False, takes_key=False, idempotency_key=None, timeout=None):
        raw = self.encode_body(input or {}) if has_body else None
        key = idempotency_key or (str(uuid.uuid4()) if takes_key else None)
        url = self.base_url + path + ('' if has_body else _search(input))
        tries_max = 1 + self.max_retries if method == 'GET' or takes_key else 1
        tries = 0
        is_outcome_unknown = False
        while True:
            tries += 1
            status, text, headers = _transport(method, url, self._headers(raw, key, is_signed), raw, self.timeout if timeout is None else timeout)
            body = _parsed(text) if status else None
            if 200 <= status < 300 and body is not None:
                return body
            error = _error_of(status, text, headers, body)
            is_passing = status in (0, 429, 502, 503, 504) or error.code == 'IDEMPOTENCY_IN_PROGRESS'
            is_outcome_unknown = is_outcome_unknown or (method != 'GET' and not _is_refusal(error))
            if tries >= tries_max or not is_passing:
                error.idempotency_key = key
                error.is_outcome_unknown = is_outcome_unknown
                raise error
            time.sleep(_wait_seconds(tries, headers.get('retry-after')))

    def _headers(self, raw, key, is_signed):
        """Signed anew at every try, so that a late one is not too old; the Idempotency-Key stays."""
        headers = {'X-API-Key': self._api_key, 'Accept': 'application/json', 'User-Agent': 'paygate-python'}
        if raw is not None:
            headers['Content-Type'] = 'application/json'
        if key:
            headers['Idempotency-Key'] = str(key)
        if is_signed:
            timestamp = str(int(time.time()))
            headers['X-Signature-Timestamp'] = timestamp
            headers['X-Signature'] = self.sign_request(self._api_key, timestamp, raw)
            headers['X-Signature-Nonce'] = str(uuid.uuid4())
        return headers


def _transport(method, url, headers, raw, timeout):
    """(status, text, headers); status 0 with the reason as text when no whole answer came."""
    request = urllib.request.Request(url, data=raw, headers=headers, method=method)
    try:
        try:
            response = _opener.open(request, timeout=timeout)
        except urllib.error.HTTPError as refused:
            response = refused
        with response:
            return response.getcode(), response.read().decode('utf-8', 'replace'), {name.lower(): value for name, value in response.headers.items()}
    except (OSError, http.client.HTTPException) as cause:
        return 0, str(cause), {}


def _error_of(status, text, headers, body):
    if status == 0:
        return PayGateError('NETWORK_ERROR', 'No answer: %s' % text)
    request_id = headers.get('x-request-id')
    if isinstance(body, dict) and 'code' in body and 'message' in body:
        return PayGateError(body['code'], body['message'], status, body.get('requestId', request_id), body.get('details'), body.get('error'))
    return PayGateError('UNEXPECTED_ANSWER', "The server answered %d without PayGate's JSON. Is base_url right?" % status, status, request_id)


def _is_refusal(error):
    """Whether PayGate itself says that this try did nothing: a proxy's 408 does not."""
    return 400 <= error.status < 500 and error.code not in ('IDEMPOTENCY_IN_PROGRESS', 'UNEXPECTED_ANSWER')


def _parsed(text):
    try:
        return json.loads(text)
    except ValueError:
        # Some other server's page: told apart by its absence.
        return None


def _wait_seconds(tries, retry_after):
    asked = int(retry_after) if retry_after is not None and retry_after.isdigit() else 0
    return min(asked or 0.3 * 2 ** (tries - 1) * (1 + random.random()), RETRY_WAIT_SECONDS_MAX)


def _bytes(text):
    # Some servers pass on what is no UTF-8 as surrogates.
    return text.encode('utf-8', 'surrogatepass') if isinstance(text, str) else text


def _plain(value):
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    raise TypeError('%s is not JSON' % type(value).__name__)


def _segment(name, value):
    text = '' if value is None else str(value)
    if text in ('', '.', '..'):
        raise PayGateError('INVALID_ARGUMENT', '%s is missing.' % name)
    return urllib.parse.quote(text, safe='')


def _search(query):
    given = {name: value.isoformat() if isinstance(value, datetime.datetime) else str(value).lower() if isinstance(value, bool) else value
             for name, value in (query or {}).items() if value is not None}
    return '?' + urllib.parse.urlencode(given) if given else ''


def _is_standard_signature(prefix, raw_body, signatures, webhook_secret):
    if not webhook_secret or not isinstance(raw_body, (str, bytes)):
        return False
    encoded = re.sub(r'^whsec_', '', webhook_secret)
    secret = base64.b64decode(encoded + '=' * (-len(encoded) % 4))
    expected = b'v1,' + base64.b64encode(hmac.new(secret, _bytes(prefix) + _bytes(raw_body), hashlib.sha256).digest())
    # Two during a rotation of the secret.
    return any(hmac.compare_digest(expected, _bytes(one)) for one in signatures.split(' '))
