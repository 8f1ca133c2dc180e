curl -s -X POST {{baseUrl}}/api/v1/sandbox/payments/$PAYMENT_ID/pay \
  -H "X-API-Key: $PAYGATE_SECRET_KEY"

until curl -s {{baseUrl}}/api/v1/payment/$PAYMENT_ID \
  -H "X-API-Key: $PAYGATE_SECRET_KEY" | grep '"status":"PAID"'; do sleep 0.2; done
