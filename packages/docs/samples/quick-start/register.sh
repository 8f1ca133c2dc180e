curl -s {{baseUrl}}/api/v1/webhooks -o webhook.json \
  -H "X-API-Key: $PAYGATE_SECRET_KEY" -H 'Content-Type: application/json' \
  -d '{"url": "http://127.0.0.1:{{receiverPort}}/paygate/webhook", "events": ["payment.success"]}'
cat webhook.json
