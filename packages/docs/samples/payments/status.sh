ORDER_ID="ORD-$(date +%s)"
curl -s {{baseUrl}}/api/v1/payment/create \
  -H "X-API-Key: $PAYGATE_SECRET_KEY" -H 'Content-Type: application/json' \
  -d "{\"amount\": 99.5, \"orderId\": \"$ORDER_ID\"}"

curl -s {{baseUrl}}/api/v1/payment/order/$ORDER_ID -H "X-API-Key: $PAYGATE_SECRET_KEY"
