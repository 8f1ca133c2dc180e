import { ReceivingAccountEntity } from '../accounts/receiving-account.entity.ts';
import { AuditEntity, AuditHeadEntity } from '../audit/audit.entity.ts';
import { PayoutBatchEntity } from '../batches/batch.entity.ts';
import { BankCreditEntity, BankFeedEntity } from '../credits/bank-credit.entity.ts';
import { BankNoticeEntity } from '../credits/sources/bank-notice.entity.ts';
import { CreditReturnEntity, CreditReviewEntity, CreditShareEntity, InexactPolicyEntity, PaymentConfirmationEntity, ReviewProposalEntity } from '../credits/credit-review.entity.ts';
import { FeeStatementEntity, FeeStatementLineEntity, FeeStatementRunEntity } from '../fee-statements/fee-statement.entity.ts';
import { IdempotencyEntity } from '../idempotency/idempotency.entity.ts';
import { ApiKeyEntity } from '../keys/api-key.entity.ts';
import { LedgerEntryEntity, LedgerTransactionEntity, MerchantBalanceEntity } from '../ledger/ledger.entity.ts';
import { PaymentLinkEntity, PaymentLinkUseEntity } from '../links/payment-link.entity.ts';
import { MerchantEntity, PlanEntity } from '../merchants/merchant.entity.ts';
import { PayoutAttemptEntity, PayoutEntity, PayoutTermsEntity, SpentSignatureEntity } from '../payouts/payout.entity.ts';
import { AmountHoldEntity } from '../payments/amount-hold.entity.ts';
import { PaymentEntity } from '../payments/payment.entity.ts';
import { PaymentTallyEntity, PaymentTallyMarkEntity } from '../payments/payment-tally.entity.ts';
import { LedgerSumEntity, LedgerSumMarkEntity } from '../reports/ledger-sum.entity.ts';
import { ReconcileRunEntity } from '../reports/reconcile-run.entity.ts';
import { RefundedPaymentEntity, RefundEntity } from '../refunds/refund.entity.ts';
import { RequestLogEntity } from '../requests/request-log.entity.ts';
import { LoginAttemptEntity, MemberEntity, SessionEntity } from '../sessions/session.entity.ts';
import { SlipEntity } from '../slips/slip.entity.ts';
import { SettingEntity } from '../settings/setting.entity.ts';
import { SettlementAccountEntity, SettlementEntity, SettlementRunEntity, SettlementScheduleEntity, SettlementTermsEntity } from '../settlements/settlement.entity.ts';
import { StatementImportEntity, StatementLineEntity, StatementProfileEntity } from '../statements/statement.entity.ts';
import { DeliveryAttemptEntity, DeliveryEntity, EventEntity, WebhookEndpointEntity, WebhookNoticeEntity } from '../webhooks/webhook.entity.ts';
import { WebhookListenerDeliveryEntity, WebhookListenerEntity } from '../webhooks/listener.entity.ts';
import { WithdrawalRequestEntity, WithdrawalRuleEntity } from '../withdrawals/withdrawal.entity.ts';

/** Every table. A test compares them with the migrated database, both ways. */
export const entities = [
  PlanEntity, MerchantEntity, ApiKeyEntity, MemberEntity, SessionEntity, LoginAttemptEntity, ReceivingAccountEntity, SettingEntity, PaymentEntity, PaymentTallyEntity, PaymentTallyMarkEntity,
  BankCreditEntity, BankFeedEntity, BankNoticeEntity, LedgerTransactionEntity, LedgerEntryEntity, MerchantBalanceEntity,
  InexactPolicyEntity, CreditReviewEntity, CreditShareEntity, CreditReturnEntity, PaymentConfirmationEntity, ReviewProposalEntity,
  WebhookEndpointEntity, EventEntity, DeliveryEntity, DeliveryAttemptEntity, WebhookNoticeEntity, IdempotencyEntity,
  PayoutTermsEntity, PayoutEntity, PayoutAttemptEntity, SpentSignatureEntity,
  WithdrawalRequestEntity, WithdrawalRuleEntity, SettlementTermsEntity, SettlementAccountEntity, SettlementEntity, SettlementScheduleEntity, SettlementRunEntity,
  RefundEntity, RefundedPaymentEntity, SlipEntity, PaymentLinkEntity, PaymentLinkUseEntity,
  RequestLogEntity, WebhookListenerEntity, WebhookListenerDeliveryEntity,
  AmountHoldEntity, FeeStatementEntity, FeeStatementLineEntity, FeeStatementRunEntity,
  PayoutBatchEntity, AuditEntity, AuditHeadEntity, ReconcileRunEntity, LedgerSumEntity, LedgerSumMarkEntity,
  StatementImportEntity, StatementLineEntity, StatementProfileEntity,
];
