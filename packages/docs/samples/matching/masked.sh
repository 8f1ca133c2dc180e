curl -s {{baseUrl}}/api/v1/sandbox/payments/$PAYMENT_ID/pay \
  -H "X-API-Key: $PAYGATE_SECRET_KEY" -H 'Content-Type: application/json' \
  -d '{
    "senderName": "นาย ทองดี ใจงาม #masked #truncated",
    "senderAccountNumber": "1673585481",
    "senderBankCode": "GSB"
  }'

until curl -s {{baseUrl}}/api/v1/payment/$PAYMENT_ID \
  -H "X-API-Key: $PAYGATE_SECRET_KEY" | grep '"status":"PAID"'; do sleep 0.2; done
