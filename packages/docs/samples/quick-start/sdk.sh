curl -sO {{baseUrl}}/sdk/paygate-node.js
curl -sO {{baseUrl}}/sdk/PayGate.php
curl -sO {{baseUrl}}/sdk/PayGate.py
