import { describe, expect, it } from 'vitest'
import { BANKS, bankOf, payoutBankOf } from './banks.ts'

/** The published "Bank Code Reference" table: inputs, code, Thai name, English name. */
const PUBLISHED = [
  [['SCB'], '014', 'ธนาคารไทยพาณิชย์', 'Siam Commercial Bank'],
  [['KBANK', 'KASIKORN'], '004', 'ธนาคารกสิกรไทย', 'Kasikorn Bank'],
  [['KTB', 'KRUNGTHAI'], '006', 'ธนาคารกรุงไทย', 'Krungthai Bank'],
  [['BBL', 'BANGKOK'], '002', 'ธนาคารกรุงเทพ', 'Bangkok Bank'],
  [['TTB'], '011', 'ธนาคารทีเอ็มบีธนชาต', 'TMBThanachart Bank'],
  [['BAY'], '025', 'ธนาคารกรุงศรีอยุธยา', 'Bank of Ayudhya'],
  [['GSB'], '030', 'ธนาคารออมสิน', 'Government Savings Bank'],
  [['UOB'], '024', 'ธนาคารยูโอบี', 'United Overseas Bank'],
  [['CIMB'], '022', 'ธนาคารซีไอเอ็มบี ไทย', 'CIMB Thai'],
  [['BAAC'], '034', 'ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร', 'Bank for Agriculture and Agricultural Cooperatives'],
  [['GHB'], '033', 'ธนาคารอาคารสงเคราะห์', 'Government Housing Bank'],
  [['TISCO'], '067', 'ธนาคารทิสโก้', 'TISCO Bank'],
  [['KKP'], '069', 'ธนาคารเกียรตินาคินภัทร', 'Kiatnakin Phatra Bank'],
  [['LHBANK'], '073', 'ธนาคารแลนด์ แอนด์ เฮ้าส์', 'Land and Houses Bank'],
  [['SME'], '098', 'ธนาคารพัฒนาวิสาหกิจขนาดกลางและขนาดย่อมแห่งประเทศไทย', 'SME Development Bank'],
] as const

describe('bankOf', () => {
  it('resolves every published alias and code to the published code and names', () => {
    for (const [aliases, code, nameTh, nameEn] of PUBLISHED) {
      for (const input of [...aliases, code]) {
        expect(bankOf(input), input).toMatchObject({ ok: true, bank: { code, nameTh, nameEn } })
      }
    }
  })

  it('accepts an alias in any case and with blanks around it', () => {
    for (const input of ['scb', 'Scb', ' SCB ', 'krungsri', 'GhBank', 'lhb', 'cimbt', 'uobt', 'tmb']) {
      expect(bankOf(input).ok, input).toBe(true)
    }
  })

  it('pays the retired codes 065 and 076 as 011', () => {
    expect(bankOf('065')).toMatchObject({ bank: { code: '011' } })
    expect(bankOf('076')).toMatchObject({ bank: { code: '011' } })
  })

  it('tells an unlisted code from something that is no bank', () => {
    expect(bankOf('999')).toEqual({ ok: false, reason: 'UNKNOWN_CODE' })
    for (const input of ['', 'NOBANK', '14', '0014', '๐๑๔', '__proto__']) {
      expect(bankOf(input), input).toEqual({ ok: false, reason: 'UNKNOWN_BANK' })
    }
  })

  it('has no code or alias that means two banks', () => {
    const spellings = BANKS.flatMap((bank) => [bank.code, ...bank.aliases])
    expect(new Set(spellings).size).toBe(spellings.length)
    expect(spellings.every((spelling) => spelling === spelling.toUpperCase())).toBe(true)
  })
})

describe('payoutBankOf', () => {
  it('refuses the central bank and closed banks as a destination', () => {
    for (const input of ['001', 'bot', '005', '015']) {
      expect(payoutBankOf(input, 'ธนาคาร'), input).toEqual({ ok: false, reason: 'NOT_A_PAYOUT_DESTINATION' })
    }
  })

  it('needs a bank name for a three-digit code that is not listed, and keeps it', () => {
    expect(payoutBankOf('999')).toEqual({ ok: false, reason: 'BANK_NAME_REQUIRED' })
    expect(payoutBankOf('999', '  ')).toEqual({ ok: false, reason: 'BANK_NAME_REQUIRED' })
    expect(payoutBankOf(' 999 ', ' ธนาคารใหม่ ')).toEqual({ ok: true, bank: { code: '999', nameTh: 'ธนาคารใหม่', nameEn: 'ธนาคารใหม่' } })
  })

  it('does not let a bank name rename a listed bank or rescue a word that is no bank', () => {
    expect(payoutBankOf('SCB', 'ธนาคารปลอม')).toMatchObject({ bank: { code: '014', nameTh: 'ธนาคารไทยพาณิชย์' } })
    expect(payoutBankOf('NOBANK', 'ธนาคารใหม่')).toEqual({ ok: false, reason: 'UNKNOWN_BANK' })
  })
})
