curl -s {{baseUrl}}/api/v1/profile -H "X-API-Key: $PAYGATE_SECRET_KEY" \
  | grep -o '"authenticated_with_mode":"[a-z]*"'
