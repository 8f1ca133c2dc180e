PAYMENT_ID=$(curl -s {{baseUrl}}/api/v1/payment/create \
  -H "X-API-Key: $PAYGATE_SECRET_KEY" -H 'Content-Type: application/json' \
  -d '{"amount": 59}' | sed -E 's/.*"transaction":\{"id":"([^"]+)".*/\1/')

curl -s -X POST {{baseUrl}}/api/v1/sandbox/payments/$PAYMENT_ID/expire \
  -H "X-API-Key: $PAYGATE_SECRET_KEY"
