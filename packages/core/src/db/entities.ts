import { ReceivingAccountEntity } from '../accounts/receiving-account.entity.ts';
import { BankCreditEntity, BankFeedEntity } from '../credits/bank-credit.entity.ts';
import { IdempotencyEntity } from '../idempotency/idempotency.entity.ts';
import { ApiKeyEntity } from '../keys/api-key.entity.ts';
import { LedgerEntryEntity, LedgerTransactionEntity, MerchantBalanceEntity } from '../ledger/ledger.entity.ts';
import { MerchantEntity, PlanEntity } from '../merchants/merchant.entity.ts';
import { PayoutAttemptEntity, PayoutEntity, PayoutTermsEntity, SpentSignatureEntity } from '../payouts/payout.entity.ts';
import { PaymentEntity } from '../payments/payment.entity.ts';
import { LoginAttemptEntity, MemberEntity, SessionEntity } from '../sessions/session.entity.ts';
import { SettingEntity } from '../settings/setting.entity.ts';
import { DeliveryAttemptEntity, DeliveryEntity, EventEntity, WebhookEndpointEntity } from '../webhooks/webhook.entity.ts';

/** Every table. A test compares them with the migrated database, both ways. */
export const entities = [
  PlanEntity, MerchantEntity, ApiKeyEntity, MemberEntity, SessionEntity, LoginAttemptEntity, ReceivingAccountEntity, SettingEntity, PaymentEntity,
  BankCreditEntity, BankFeedEntity, LedgerTransactionEntity, LedgerEntryEntity, MerchantBalanceEntity,
  WebhookEndpointEntity, EventEntity, DeliveryEntity, DeliveryAttemptEntity, IdempotencyEntity,
  PayoutTermsEntity, PayoutEntity, PayoutAttemptEntity, SpentSignatureEntity,
];
