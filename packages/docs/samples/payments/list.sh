curl -s "{{baseUrl}}/api/v1/transactions?cursor=&status=PENDING&limit=50" \
  -H "X-API-Key: $PAYGATE_SECRET_KEY"
