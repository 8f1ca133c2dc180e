ORDER_ID="ORD-$(date +%s)"
PAYMENT_ID=$(curl -s {{baseUrl}}/api/v1/payment/create \
  -H "X-API-Key: $PAYGATE_SECRET_KEY" -H 'Content-Type: application/json' \
  -d "{
    \"amount\": 100.37,
    \"orderId\": \"$ORDER_ID\",
    \"metadata\": {
      \"senderAccountNumber\": \"1673585481\",
      \"senderBankCode\": \"GSB\",
      \"memberName\": \"นาย ทองดี ใจงาม\",
      \"memberNameEn\": \"THONGDEE JAINGAM\"
    }
  }" | sed -E 's/.*"transaction":\{"id":"([^"]+)".*/\1/')
echo "$PAYMENT_ID"
