/** One bank of the Bank of Thailand's three-digit code list. */
export interface Bank {
  /** Three digits, the code that leaves this product. */
  readonly code: string
  /** Upper-case spellings accepted instead of the code, retired codes of merged banks included. */
  readonly aliases: readonly string[]
  readonly nameTh: string
  readonly nameEn: string
  /** False where no customer account can receive money: the central bank, and banks that closed. */
  readonly isPayoutDestination: boolean
}

/** UNKNOWN_CODE: three digits that the table does not list, which only a bank name can make usable. UNKNOWN_BANK: neither code nor alias. */
export type BankLookup =
  | { readonly ok: true; readonly bank: Bank }
  | { readonly ok: false; readonly reason: 'UNKNOWN_CODE' | 'UNKNOWN_BANK' }

export interface PayoutBank {
  readonly code: string
  readonly nameTh: string
  readonly nameEn: string
}

export type PayoutBankLookup =
  | { readonly ok: true; readonly bank: PayoutBank }
  | { readonly ok: false; readonly reason: 'BANK_NAME_REQUIRED' | 'UNKNOWN_BANK' | 'NOT_A_PAYOUT_DESTINATION' }

/**
 * Finds a bank by three-digit code or alias, in any case, surrounding blanks ignored.
 * A retired code (065, 076) finds the bank that took the accounts over (011). Never guesses from a part of a name.
 */
export function bankOf(input: string): BankLookup {
  const spelled = input.trim().toUpperCase()
  const bank = BANK_BY_SPELLING.get(spelled)
  if (bank !== undefined) return { ok: true, bank }
  return { ok: false, reason: THREE_DIGITS.test(spelled) ? 'UNKNOWN_CODE' : 'UNKNOWN_BANK' }
}

/**
 * Decides where a payout may go. A listed bank keeps the table's names, whatever `bankName` says; a three-digit code that
 * the table does not list takes `bankName` for both languages and is refused without it. Refuses the central bank and closed banks.
 */
export function payoutBankOf(input: string, bankName?: string | null): PayoutBankLookup {
  const found = bankOf(input)
  if (found.ok) {
    const { code, nameTh, nameEn, isPayoutDestination } = found.bank
    return isPayoutDestination ? { ok: true, bank: { code, nameTh, nameEn } } : { ok: false, reason: 'NOT_A_PAYOUT_DESTINATION' }
  }
  if (found.reason === 'UNKNOWN_BANK') return { ok: false, reason: 'UNKNOWN_BANK' }
  const name = bankName?.trim() ?? ''
  if (name === '') return { ok: false, reason: 'BANK_NAME_REQUIRED' }
  return { ok: true, bank: { code: input.trim(), nameTh: name, nameEn: name } }
}

const THREE_DIGITS = /^[0-9]{3}$/

/** 001 is the central bank; 005 and 015 closed and stay listed so that old statements can be named. */
const CLOSED_CODES: ReadonlySet<string> = new Set(['001', '005', '015'])

/** Code, aliases, Thai name, English name. The fifteen banks of the published bank-code table are named exactly as there. */
const ROWS: readonly (readonly [code: string, aliases: string, nameTh: string, nameEn: string])[] = [
  ['001', 'BOT', 'ธนาคารแห่งประเทศไทย', 'Bank of Thailand'],
  ['002', 'BBL, BANGKOK', 'ธนาคารกรุงเทพ', 'Bangkok Bank'],
  ['004', 'KBANK, KASIKORN', 'ธนาคารกสิกรไทย', 'Kasikorn Bank'],
  ['005', 'RBS', 'ธนาคารเดอะรอยัลแบงก์ออฟสกอตแลนด์', 'Royal Bank of Scotland'],
  ['006', 'KTB, KRUNGTHAI', 'ธนาคารกรุงไทย', 'Krungthai Bank'],
  ['008', 'JPM', 'ธนาคารเจพีมอร์แกน เชส', 'JPMorgan Chase Bank'],
  ['010', 'MUFG, BTMU', 'ธนาคารเอ็มยูเอฟจี', 'MUFG Bank'],
  // TMB (011) and Thanachart (065) merged; some lists number the merged bank 076. All of them are paid as 011.
  ['011', 'TTB, TMB, TBANK, 065, 076', 'ธนาคารทีเอ็มบีธนชาต', 'TMBThanachart Bank'],
  ['014', 'SCB', 'ธนาคารไทยพาณิชย์', 'Siam Commercial Bank'],
  ['015', 'SCIB', 'ธนาคารนครหลวงไทย', 'Siam City Bank'],
  ['017', 'CITI', 'ธนาคารซิตี้แบงก์', 'Citibank'],
  ['018', 'SMBC', 'ธนาคารซูมิโตโม มิตซุย แบงกิ้ง คอร์ปอเรชั่น', 'Sumitomo Mitsui Banking Corporation'],
  ['020', 'SCBT, SC', 'ธนาคารสแตนดาร์ดชาร์เตอร์ด (ไทย)', 'Standard Chartered Bank (Thai)'],
  ['022', 'CIMB, CIMBT', 'ธนาคารซีไอเอ็มบี ไทย', 'CIMB Thai'],
  ['024', 'UOB, UOBT', 'ธนาคารยูโอบี', 'United Overseas Bank'],
  ['025', 'BAY, KRUNGSRI', 'ธนาคารกรุงศรีอยุธยา', 'Bank of Ayudhya'],
  ['026', 'MEGA', 'ธนาคารเมกะ สากลพาณิชย์', 'Mega International Commercial Bank'],
  ['027', 'BOA', 'ธนาคารแห่งอเมริกา เนชั่นแนล แอสโซซิเอชั่น', 'Bank of America'],
  ['028', 'CACIB', 'ธนาคารเครดิต อะกริโคล คอร์ปอเรต แอนด์ อินเวสเมนต์แบงก์', 'Crédit Agricole Corporate and Investment Bank'],
  ['030', 'GSB', 'ธนาคารออมสิน', 'Government Savings Bank'],
  ['031', 'HSBC', 'ธนาคารฮ่องกงและเซี่ยงไฮ้แบงกิ้งคอร์ปอเรชั่น', 'Hongkong and Shanghai Banking Corporation'],
  ['032', 'DB', 'ธนาคารดอยซ์แบงก์', 'Deutsche Bank'],
  ['033', 'GHB, GHBANK', 'ธนาคารอาคารสงเคราะห์', 'Government Housing Bank'],
  ['034', 'BAAC', 'ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร', 'Bank for Agriculture and Agricultural Cooperatives'],
  ['035', 'EXIM', 'ธนาคารเพื่อการส่งออกและนำเข้าแห่งประเทศไทย', 'Export-Import Bank of Thailand'],
  ['039', 'MHCB, MIZUHO', 'ธนาคารมิซูโฮ', 'Mizuho Bank'],
  ['045', 'BNP', 'ธนาคารบีเอ็นพี พารีบาส์', 'BNP Paribas'],
  ['052', 'BOC', 'ธนาคารแห่งประเทศจีน (ไทย)', 'Bank of China (Thai)'],
  ['066', 'IBANK, ISBT', 'ธนาคารอิสลามแห่งประเทศไทย', 'Islamic Bank of Thailand'],
  ['067', 'TISCO', 'ธนาคารทิสโก้', 'TISCO Bank'],
  ['069', 'KKP, KK', 'ธนาคารเกียรตินาคินภัทร', 'Kiatnakin Phatra Bank'],
  ['070', 'ICBC, ICBCT', 'ธนาคารไอซีบีซี (ไทย)', 'ICBC (Thai)'],
  ['071', 'TCRB, TCD', 'ธนาคารไทยเครดิต', 'Thai Credit Bank'],
  ['073', 'LHBANK, LHB, LHFG', 'ธนาคารแลนด์ แอนด์ เฮ้าส์', 'Land and Houses Bank'],
  ['098', 'SME', 'ธนาคารพัฒนาวิสาหกิจขนาดกลางและขนาดย่อมแห่งประเทศไทย', 'SME Development Bank'],
]

/** The Bank of Thailand's codes, in code order. */
export const BANKS: readonly Bank[] = ROWS.map(([code, aliases, nameTh, nameEn]) => ({
  code,
  aliases: aliases.split(', '),
  nameTh,
  nameEn,
  isPayoutDestination: !CLOSED_CODES.has(code),
}))

const BANK_BY_SPELLING: ReadonlyMap<string, Bank> = new Map(
  BANKS.flatMap((bank) => [bank.code, ...bank.aliases].map((spelling) => [spelling, bank] as const)),
)
