curl -s {{baseUrl}}/api/v1/payout/signature-settings -H "X-API-Key: $PAYGATE_SECRET_KEY"
