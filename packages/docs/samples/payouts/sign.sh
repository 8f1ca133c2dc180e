BODY='{"amount":100,"destination":{"bankCode":"SCB","accountNumber":"4190621964","accountName":"เจษฎา"}}'
TIMESTAMP=$(date +%s)
SIGNATURE=$(printf '%s.%s' "$TIMESTAMP" "$BODY" | openssl dgst -sha256 -hmac "$PAYGATE_SECRET_KEY" | sed 's/^.* //')

curl -s {{baseUrl}}/api/v1/payout/create \
  -H "X-API-Key: $PAYGATE_SECRET_KEY" -H 'Content-Type: application/json' \
  -H "Idempotency-Key: $(openssl rand -hex 16)" \
  -H "X-Signature-Timestamp: $TIMESTAMP" -H "X-Signature: $SIGNATURE" \
  --data-binary "$BODY"
