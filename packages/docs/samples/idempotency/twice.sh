KEY=$(openssl rand -hex 16)
for TRY in 1 2; do
  curl -si {{baseUrl}}/api/v1/payment/create \
    -H "X-API-Key: $PAYGATE_SECRET_KEY" -H 'Content-Type: application/json' \
    -H "Idempotency-Key: $KEY" \
    -d '{"amount": 120}' | grep -iE '^(HTTP|idempotent-replayed)|"id"'
done
