import { bankOf } from '../banks/banks.ts';

// ISO 9362 codes of Thai banks, first eight characters, to the national code.
const bankOfBic: Readonly<Record<string, string>> = {
  BKKBTHBK: '002', KASITHBK: '004', KRTHTHBK: '006', TMBKTHBK: '011', SICOTHBK: '014', CITITHBX: '017', SMBCTHBK: '018', SCBLTHBX: '020', UBOBTHBK: '022', UOVBTHBK: '024',
  AYUDTHBK: '025', GSBATHBK: '030', HSBCTHBK: '031', DEUTTHBK: '032', GOHUTHB1: '033', BAABTHBK: '034', EXTHTHBK: '035', MHCBTHBK: '039', BKCHTHBK: '052', TIBTTHBK: '066',
  TFPCTHB1: '067', KIFITHB1: '069', ICBKTHBK: '070', THCETHB1: '071', LAHRTHB2: '073', SMEBTHBK: '098',
};

/** The three-digit code of a bank named by BIC, clearing number or alias; null where it names none we know, since a wrong one would deny a payer. */
export const bankCodeOf = (text: string | null): string | null => {
  const spelled = text?.trim().toUpperCase() ?? '';
  const byBic = bankOfBic[spelled.slice(0, 8)];
  if (byBic !== undefined) return byBic;
  // A clearing number may carry the branch: bank 3, branch 4.
  const found = bankOf(/^\d{7}$/.test(spelled) ? spelled.slice(0, 3) : spelled);
  return found.ok ? found.bank.code : null;
};

export interface PayerSeen {
  readonly payerName: string | null;
  readonly payerAccount: string | null;
  readonly payerBankCode: string | null;
}
export const NOBODY: PayerSeen = { payerName: null, payerAccount: null, payerBankCode: null };

const sender = /(?:จาก|\bfrom)\s*:?\s*(?:(?<bank>[A-Z]{2,10}|\d{3})(?=[\s(/]))?\s*[(/]?\s*(?<account>[xX*•][-xX*•]*\d[-xX*•\d]*|\d[\d-]{8,18}\d)\)?(?:\s+(?<name>[^/|,;]{2,80}))?/i;
/** Thai banks put the payer in a remark: "จาก SCB X5481 นาย ทองดี ใจงาม++", "Transfer from KBANK x5481 MR THONGDEE". What is not plainly there is null. */
export const payerInRemark = (remark: string | null): PayerSeen => {
  const found = sender.exec(remark ?? '')?.groups;
  if (!found) return NOBODY;
  const name = (found['name'] ?? '').replace(/\++\s*$/, '').trim();
  // With digits in it, it is a reference or a remark; a wrong name would deny the payer.
  return { payerName: name === '' || /\d/.test(name) ? null : name, payerAccount: found['account'] ?? null, payerBankCode: bankCodeOf(found['bank'] ?? null) };
};
