# python3 verify.py
import hashlib
import hmac


def is_from_paygate(raw_body: bytes, signature: str, secret: str) -> bool:
    expected = hmac.new(secret.encode(), raw_body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, signature)


raw_body = '{{exampleBody}}'.encode()
print(is_from_paygate(raw_body, '{{exampleSignature}}', '{{exampleSecret}}'))
