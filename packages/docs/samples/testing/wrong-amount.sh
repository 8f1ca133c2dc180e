curl -s {{baseUrl}}/api/v1/sandbox/payments/$PAYMENT_ID/pay \
  -H "X-API-Key: $PAYGATE_SECRET_KEY" -H 'Content-Type: application/json' \
  -d '{"amount": 95}'
