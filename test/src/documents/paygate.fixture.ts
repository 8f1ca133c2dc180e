// The JSON examples of PayGate's API page (version 1.0), word for word.

import { documented } from './documented.ts';

export const paygate = {
  createPayment: documented('PayGate, สร้างลิงก์ชำระเงิน, "response.json"', `{
  "success": true,
  "transaction": {
    "id": "abc123-uuid",
    "orderId": "ORDER-12345",
    "amount": 150.00,
    "fee": 3.00,
    "netAmount": 147.00,
    "status": "PENDING",
    "paymentMethod": "PROMPTPAY",
    "qrCode": "data:image/png;base64,...",
    "qrExpiry": "2025-12-09T10:45:00Z",
    "createdAt": "2025-12-09T10:30:00Z"
  }
}`),
  getPayment: documented('PayGate, ตรวจสอบสถานะ, "response.json"', `{
  "transaction": {
    "id": "d5c0c8b0-xxxx-xxxx-xxxx-4c1a0f26cb25",
    "orderId": "ORDER-12345",
    "amount": 150.00,
    "fee": 3.00,
    "netAmount": 147.00,
    "status": "PAID",
    "paymentMethod": "PROMPTPAY",
    "paidAt": "2025-12-09T10:32:15Z",
    "createdAt": "2025-12-09T10:30:00Z"
  }
}`),
  webhookPayload: documented('PayGate, Webhooks, "webhook-payload.json"', `{
  "event": "payment.success",
  "timestamp": "2025-12-09T10:32:15Z",
  "webhookId": "wh_123456",
  "data": {
    "transactionId": "d5c0c8b0-xxxx-xxxx-xxxx-4c1a0f26cb25",
    "orderId": "ORDER-12345",
    "amount": 150.00,
    "fee": 3.00,
    "netAmount": 147.00,
    "status": "PAID",
    "paidAt": "2025-12-09T10:32:15Z"
  }
}`),
  createLink: documented('PayGate, Dashboard API (JWT), "response.json"', `{
  "success": true,
  "paymentLink": "https://paygate-gules.vercel.app/pay/3f302545-a46f-4f7d-8722-784b9ba26528",
  "transaction": {
    "id": "3f302545-a46f-4f7d-8722-784b9ba26528",
    "orderId": "LINK0AFC13B6",
    "amount": "40",
    "expiresAt": "2026-02-11T13:24:57.588Z"
  }
}`),
  errorResponse: documented('PayGate, การจัดการ Error, "error-response.json"', `{
  "error": "Unauthorized",
  "message": "API key is required. Send it via X-API-Key header."
}`),
} as const;
