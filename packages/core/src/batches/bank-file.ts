import type { BatchFormat } from '@paygate/contract/batches';
import { Refusal } from '@paygate/contract/errors';
import type { BatchedPayout, BatchWithPeople } from './batches.sql.ts';
import type { BankFile, BatchFile, FileError, RowError, Written } from './formats/batch-file.ts';
import { writeBatchCsv } from './formats/csv.ts';
import { writeKtbFixedWidth } from './formats/ktb-fixed-width.ts';
import { writePain001 } from './formats/pain001.ts';

interface Locked { readonly batch: BatchWithPeople; readonly payouts: readonly BatchedPayout[] }

/**
 * The batch as every format takes it: from stored values alone, so that writing it again gives the same bytes. The end-to-end id is
 * our reference too, because two merchants may use the same merchantRef; that one goes along as the note.
 */
export const batchFileOf = ({ batch, payouts }: Locked): BatchFile => ({
  batchReference: batch.reference,
  createdAt: batch.lockedAt ?? batch.createdAt,
  executionDate: batch.executionDate ?? '',
  debtor: { name: batch.payer.name, accountNumber: batch.payer.accountNumber, bankCode: batch.payer.bankCode },
  transfers: payouts.map((payout) => ({
    bankReference: payout.bankReference ?? '', endToEndId: payout.bankReference ?? '', amountSatang: payout.netSatang,
    creditor: { name: payout.accountName, accountNumber: payout.accountNumber, bankCode: payout.bankCode }, note: payout.merchantRef,
  })),
});

const asList = (written: Written<BankFile>): Written<readonly BankFile[]> => (written.ok ? { ok: true, value: [written.value] } : written);

const write = (locked: Locked, format: BatchFormat): Written<readonly BankFile[]> => {
  const file = batchFileOf(locked);
  if (format === 'csv') return asList(writeBatchCsv(file));
  // No id is refused by the writer, which names what is missing.
  if (format === 'ktb') return writeKtbFixedWidth(file, { companyId: locked.batch.payer.ktbCompanyId ?? '', batchNumber: locked.batch.number });
  return asList(writePain001(file, format));
};

const ERRORS_SHOWN = 20;
const shown = (errors: readonly (FileError | RowError)[]) =>
  errors.slice(0, ERRORS_SHOWN).map((error) => ({ row: 'row' in error ? error.row : null, code: error.code, en: error.messageEn, th: error.messageTh }));

/** The file or files of a locked batch in a format. Refuses BATCH_FILE_NOT_POSSIBLE, naming at most 20 of the rows that cannot be written. */
export const bankFilesOf = (locked: Locked, format: BatchFormat): readonly BankFile[] => {
  const written = write(locked, format);
  if (!written.ok) throw new Refusal('BATCH_FILE_NOT_POSSIBLE', { errors: shown([...written.fileErrors, ...written.rowErrors]) });
  return written.value;
};
