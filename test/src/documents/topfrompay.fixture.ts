// The JSON examples of TopfromPAY's handbook (v2026.04.21), word for word.

import { documented } from './documented.ts';

export const topfrompay = {
  createPaymentRequest: documented('TopfromPAY, §3 Create Payment Contract, "POST /api/v1/payment/create"', `{
"amount": 100.37,
"orderId": "ORD-10001",
"description": "Topup",
"metadata": {
"customerId": "u_123",
"senderAccountNumber": "1673585481",
"senderBankCode": "GSB",
"memberName": "นาย ทองดี ใจงาม",
"memberNameEn": "THONGDEE JAINGAM"
}
}`),
  createPayment: documented('TopfromPAY, §3 Create Payment Contract, "Create Payment Success Response (201)"', `{
"success": true,
"transaction": {
"id": "uuid",
"orderId": "ORD-10001",
"amount": 100.37,
"fee": 2.01,
"netAmount": 98.36,
"status": "PENDING",
"paymentMethod": "PROMPTPAY",
"qrCode": "data:image/png;base64,...",
"qrExpiry": "2026-03-05T08:15:00.000Z",
"createdAt": "2026-03-05T08:00:00.000Z",
"copy": {
"amount": "100.37"
}
},
"paymentAccounts": {
"channels": {
"promptPayEnabled": true,
"bankTransferEnabled": true
},
"promptPay": {
"id": "payin_pp_uuid",
"type": "PROMPTPAY",
"name": "TopfromPAY PromptPay",
"accountNumber": "0812345678",
"bankCode": null,
"bankName": null,
"isDefault": true,
"updatedAt": "2026-03-05T07:58:00.000Z",
"copy": {
"account_number": "0812345678"
}
},
"bankAccounts": [
{
"id": "payin_bank_uuid",
"type": "BANK",
"name": "TopfromPAY SCB Main",
"accountNumber": "1234567890",
"accountName": "TopfromPAY SCB Main",
"bankCode": "014",
"bankName": "ธนาคารไทยพาณิชย์",
"isDefault": true,
"updatedAt": "2026-03-05T07:59:00.000Z",
"copy": {
"account_number": "1234567890"
}
}
]
},
"paymentContractPolicy": {
"mode": "enforce_all",
"enforceForThisMerchant": true,
"reason": "enforce_all mode",
"enforceNewMerchantFrom": null
},
"integrationWarnings": []
}`),
  createPaymentWithoutQr: documented('TopfromPAY, §3 Create Payment Contract, "Create Payment Response Example (No QR Mode)"', `{
"success": true,
"transaction": {
"id": "uuid",
"orderId": "ORD-10002",
"amount": 200.55,
"fee": 4.01,
"netAmount": 196.54,
"status": "PENDING",
"paymentMethod": "PROMPTPAY",
"qrCode": null,
"qrExpiry": "2026-03-05T08:25:00.000Z",
"createdAt": "2026-03-05T08:10:00.000Z",
"copy": {
"amount": "200.55"
}
},
"paymentAccounts": {
"channels": {
"promptPayEnabled": false,
"bankTransferEnabled": true
},
"promptPay": null,
"bankAccounts": [
{
"id": "payin_bank_uuid",
"type": "BANK",
"name": "TopfromPAY SCB Main",
"accountNumber": "1234567890",
"accountName": "TopfromPAY SCB Main",
"bankCode": "014",
"bankName": "ธนาคารไทยพาณิชย์",
"isDefault": true,
"updatedAt": "2026-03-05T07:59:00.000Z",
"copy": {
"account_number": "1234567890"
}
}
]
}
}`),
  adminTransactions: documented('TopfromPAY, §4.5 Dashboard/Admin Copy Contract, "GET /api/admin/transactions"', `{
"transactions": [
{
"id": "tx_001",
"merchantId": "m_123",
"orderId": "ORD-10001",
"amount": "100",
"status": "PAID",
"referenceId": "ORD-10001",
"confirmedAt": "2026-03-09T10:10:00.000Z",
"copy": {
"amount": "100.00"
}
}
],
"pagination": {
"page": 1,
"limit": 50,
"total": 1,
"totalItems": 1,
"totalPages": 1
}
}`),
  paymentAccounts: documented('TopfromPAY, §6 Operational + Webhook, "Payment Accounts Response Example"', `{
"object": "payment_accounts",
"merchant": {
"id": "merchant_uuid",
"username": "merchant_demo",
"business_name": "Demo Store",
"status": "ACTIVE"
},
"channels": {
"promptpay_enabled": true,
"bank_transfer_enabled": true
},
"promptpay": {
"id": "payin_pp_uuid",
"type": "PROMPTPAY",
"name": "TopfromPAY PromptPay",
"account_number": "0812345678",
"bank_code": null,
"bank_name": null,
"is_default": true,
"updated_at": "2026-03-06T09:10:00.000Z"
},
"bank_accounts": [
{
"id": "payin_bank_uuid",
"type": "BANK",
"name": "TopfromPAY SCB Main",
"account_number": "1234567890",
"account_name": "TopfromPAY SCB Main",
"bank_code": "014",
"bank_name": "ธนาคารไทยพาณิชย์",
"is_default": true,
"updated_at": "2026-03-06T09:12:00.000Z"
}
],
"updated_at": "2026-03-06T09:12:00.000Z"
}`),
  paymentAccountsWithoutQr: documented('TopfromPAY, §6 Operational + Webhook, "Payment Accounts Response Example (No QR Mode)"', `{
"object": "payment_accounts",
"merchant": {
"id": "merchant_uuid",
"username": "merchant_demo",
"business_name": "Demo Store",
"status": "ACTIVE"
},
"channels": {
"promptpay_enabled": false,
"bank_transfer_enabled": true
},
"promptpay": null,
"bank_accounts": [
{
"id": "payin_bank_uuid",
"type": "BANK",
"name": "TopfromPAY SCB Main",
"account_number": "1234567890",
"account_name": "TopfromPAY SCB Main",
"bank_code": "014",
"bank_name": "ธนาคารไทยพาณิชย์",
"is_default": true,
"updated_at": "2026-03-06T09:12:00.000Z"
}
],
"updated_at": "2026-03-06T09:12:00.000Z"
}`),
  balance: documented('TopfromPAY, §6 Operational + Webhook, "Balance Response Example"', `{
"object": "balance",
"merchant": {
"id": "merchant_uuid",
"username": "merchant_demo",
"businessName": "Demo Store",
"status": "ACTIVE"
},
"balance": 15234.5,
"currency": "THB",
"updatedAt": "2026-03-06T09:15:00.000Z"
}`),
  lineSummary: documented('TopfromPAY, §6 Operational + Webhook, "Balance Line Summary Response Example"', `{
"object": "balance_line_summary",
"merchant": {
"id": "merchant_uuid",
"username": "merchant_demo",
"businessName": "Demo Store",
"status": "ACTIVE"
},
"scope": {
"merchantCount": 7,
"downlineCount": 6,
"directChildrenCount": 2
},
"balances": {
"self": 15234.5,
"downline": 48765.5,
"totalLine": 64000
},
"currency": "THB",
"updatedAt": "2026-03-06T09:15:00.000Z",
"lineUpdatedAt": "2026-03-06T09:16:10.000Z"
}`),
  profile: documented('TopfromPAY, §6 Operational + Webhook, "Profile Response Example"', `{
"object": "profile",
"authenticated_with": "secret",
"authenticated_with_mode": "live",
"merchant": {
"id": "merchant_uuid",
"username": "merchant_demo",
"email": "merchant@example.com",
"business_name": "Demo Store",
"owner_name": "demo.example.com",
"phone": "0812345678",
"status": "ACTIVE",
"fee_percent": 2,
"fee_fixed": 0,
"balance": 15234.5,
"parent_merchant_id": null,
"parent_merchant": null,
"capabilities": {
"can_create_child": false,
"can_child_create_child": false,
"max_child_depth": null,
"max_children": null
},
"counters": {
"child_merchants": 0,
"webhooks": 1
},
"created_at": "2026-03-01T10:00:00.000Z",
"updated_at": "2026-03-06T09:15:00.000Z"
}
}`),
  webhooks: documented('TopfromPAY, §6 Operational + Webhook, "Webhooks Response Example"', `{
"object": "list",
"merchant": {
"id": "merchant_uuid",
"username": "merchant_demo",
"business_name": "Demo Store",
"status": "ACTIVE"
},
"total": 1,
"webhooks": [
{
"object": "webhook",
"id": "wh_123",
"url": "https://merchant.example.com/api/paygate/webhook",
"events": ["payment.success", "payment.failed", "payout.success", "payout.failed"],
"is_active": true,
"created_at": "2026-03-01T10:10:00.000Z",
"updated_at": "2026-03-06T09:20:00.000Z"
}
],
"updated_at": "2026-03-06T09:20:00.000Z"
}`),
  webhookEvents: documented('TopfromPAY, §6 Operational + Webhook, "Webhook Events Response Example"', `{
"object": "list",
"events": [
{ "name": "payment.created", "description": "เมื่อสร้างรายการชำระเงินใหม่" },
{ "name": "payment.success", "description": "เมื่อชำระเงินสำเร็จ" },
{ "name": "payment.failed", "description": "เมื่อชำระเงินล้มเหลวหรือถูกยกเลิก" },
{ "name": "payment.expired", "description": "เมื่อรายการหมดอายุ" },
{ "name": "settlement.created", "description": "เมื่อสร้างรายการถอนเงิน" },
{ "name": "settlement.completed", "description": "เมื่อถอนเงินสำเร็จ" },
{ "name": "payout.success", "description": "เมื่อโอนเงินให้ลูกค้าสำเร็จ" },
{ "name": "payout.failed", "description": "เมื่อโอนเงินให้ลูกค้าล้มเหลว หรือยกเลิกการถอน (status=CANCELLED)" },
{ "name": "*", "description": "รับทุก event" }
]
}`),
  paymentOrder: documented('TopfromPAY, §6 Operational + Webhook, "Payment Order Response Example"', `{
"transaction": {
"id": "tx_123",
"merchantId": "m_123",
"orderId": "ORD-10001",
"amount": 100,
"fee": 2,
"netAmount": 98,
"paymentMethod": "PROMPTPAY",
"status": "PAID",
"paidAt": "2026-03-05T08:02:10.000Z",
"createdAt": "2026-03-05T08:00:00.000Z"
}
}`),
  webhookPaymentSuccess: documented('TopfromPAY, §6 Webhook Event Payloads, "Webhook Event: payment.success"', `{
"event": "payment.success",
"deliveryId": "4b50836d-5c5b-4d74-a6e3-70b87f5dfe4f",
"data": {
"id": "tx_123",
"transactionId": "tx_123",
"orderId": "ORD-10001",
"amount": 100,
"fee": 2,
"netAmount": 98,
"status": "PAID",
"paidAt": "2026-03-05T08:02:10.000Z",
"idempotencyKey": "payment.success:tx_123",
"idempotency_key": "payment.success:tx_123",
"customerId": "u_123",
"customer_id": "u_123",
"memberName": "นาย ทองดี ใจงาม",
"member_name": "นาย ทองดี ใจงาม",
"senderAccountNumber": "1673585481",
"sender_account_number": "1673585481",
"senderAccountLast4": "5481",
"sender_account_last4": "5481",
"senderBankCode": "GSB",
"sender_bank_code": "GSB"
},
"timestamp": "2026-03-05T08:02:11.000Z",
"webhookId": "wh_123"
}`),
  webhookPaymentFailed: documented('TopfromPAY, §6 Webhook Event Payloads, "Webhook Event: payment.failed"', `{
"event": "payment.failed",
"deliveryId": "80b5a8b8-88e2-45ec-8eaa-6a52d69f0d79",
"data": {
"id": "tx_124",
"transactionId": "tx_124",
"orderId": "ORD-10001",
"amount": 100,
"status": "CANCELLED",
"idempotencyKey": "payment.failed:tx_124",
"idempotency_key": "payment.failed:tx_124",
"errorMessage": "Cancelled by merchant"
},
"timestamp": "2026-03-05T08:06:10.000Z",
"webhookId": "wh_123"
}`),
  webhookPaymentExpired: documented('TopfromPAY, §6 Webhook Event Payloads, "Webhook Event: payment.expired"', `{
"event": "payment.expired",
"deliveryId": "1719fbdb-0b72-4c2b-8d18-1c8dcd5fd3b7",
"data": {
"id": "tx_125",
"transactionId": "tx_125",
"orderId": "ORD-10001",
"amount": 100,
"status": "EXPIRED",
"idempotencyKey": "payment.expired:tx_125",
"idempotency_key": "payment.expired:tx_125"
},
"timestamp": "2026-03-05T08:15:01.000Z",
"webhookId": "wh_123"
}`),
  receivedWebhook: documented('TopfromPAY, §9 End-to-End Integration Flow, "Step 2: Receive payment.success Webhook"', `{
"event": "payment.success",
"deliveryId": "4b50836d-5c5b-4d74-a6e3-70b87f5dfe4f",
"data": {
"id": "tx_123",
"transactionId": "tx_123",
"orderId": "ORD-10001",
"amount": 100,
"fee": 2,
"netAmount": 98,
"status": "PAID",
"paidAt": "2026-03-05T08:02:10.000Z",
"idempotencyKey": "payment.success:tx_123",
"idempotency_key": "payment.success:tx_123",
"customerId": "u_123",
"customer_id": "u_123",
"memberName": "นาย ทองดี ใจงาม",
"member_name": "นาย ทองดี ใจงาม",
"senderAccountNumber": "1673585481",
"sender_account_number": "1673585481",
"senderAccountLast4": "5481",
"sender_account_last4": "5481",
"senderBankCode": "GSB",
"sender_bank_code": "GSB"
},
"timestamp": "2026-03-05T08:02:11.000Z",
"webhookId": "wh_123"
}`),
  payouts: documented('TopfromPAY, §4.5 Dashboard/Admin Copy Contract, "GET /api/payout (merchant dashboard)"', `{
"payouts": [
{
"id": "po_001",
"merchantId": "m_123",
"merchantRef": "M01-WD240001",
"amount": "100",
"bankCode": "014",
"bankName": "ธนาคารไทยพาณิชย์",
"accountNumber": "4190621964",
"accountName": "เจษฎา",
"status": "QUEUED",
"createdAt": "2026-03-09T10:00:00.000Z",
"copy": {
"amount": "100.00",
"account_number": "4190621964"
}
}
],
"pagination": {
"page": 1,
"limit": 20,
"total": 1,
"totalPages": 1
},
"filters": {
"status": "all"
}
}`),
  adminPayouts: documented('TopfromPAY, §4.5 Dashboard/Admin Copy Contract, "GET /api/admin/payouts"', `{
"payouts": [
{
"id": "po_001",
"merchantId": "m_123",
"merchantRef": "M01-WD240001",
"amount": "100",
"accountNumber": "4190621964",
"status": "QUEUED",
"merchant": {
"businessName": "Demo Store",
"username": "merchant_demo"
},
"batch": null,
"copy": {
"amount": "100.00",
"account_number": "4190621964"
}
}
],
"pagination": {
"page": 1,
"limit": 100,
"total": 1,
"totalPages": 1
}
}`),
  adminBankAccounts: documented('TopfromPAY, §4.5 Dashboard/Admin Copy Contract, "GET /api/admin/bank-accounts"', `{
"success": true,
"data": [
{
"id": "acct_001",
"type": "BANK",
"usage": "PAYOUT",
"name": "SCB Debit Main",
"accountNumber": "1234567890",
"bankCode": "014",
"bankName": "ธนาคารไทยพาณิชย์",
"isDefault": true,
"copy": {
"account_number": "1234567890"
}
}
]
}`),
} as const;

/** §6 "Webhook Headers (Verify Signature)". */
export const webhookHeaders = `X-Webhook-Signature: <hmac_sha256_hex>
X-Webhook-Event: payment.success
X-Webhook-Timestamp: 2026-03-05T08:02:11.000Z
X-Webhook-Delivery-Id: 4b50836d-5c5b-4d74-a6e3-70b87f5dfe4f
X-Webhook-Idempotency-Key: payment.success:tx_123
X-Webhook-Id: wh_123
X-Webhook-Version: 1`;
