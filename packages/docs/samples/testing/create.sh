PAYMENT_ID=$(curl -s {{baseUrl}}/api/v1/payment/create \
  -H "X-API-Key: $PAYGATE_SECRET_KEY" -H 'Content-Type: application/json' \
  -d '{"amount": 59}' | sed -E 's/.*"transaction":\{"id":"([^"]+)".*/\1/')
echo "$PAYMENT_ID"
