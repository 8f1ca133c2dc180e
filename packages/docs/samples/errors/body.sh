curl -s {{baseUrl}}/api/v1/payment/create \
  -H "X-API-Key: $PAYGATE_SECRET_KEY" -H 'Content-Type: application/json' \
  -d '{"amount": 100, "expiryMinutes": 0}'
