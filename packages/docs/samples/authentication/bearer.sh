curl -s {{baseUrl}}/api/v1/profile -H "Authorization: Bearer $PAYGATE_SECRET_KEY"
