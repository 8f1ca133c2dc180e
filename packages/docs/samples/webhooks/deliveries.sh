curl -s "{{baseUrl}}/api/v1/webhook/deliveries?limit=5" \
  -H "X-API-Key: $PAYGATE_SECRET_KEY"
