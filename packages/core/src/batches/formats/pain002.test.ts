import { cpuMillisecondsOf } from '@paygate/test/support/cpu-milliseconds'
import { describe, expect, it } from 'vitest'
import { utf8 } from './batch-file.fixture.ts'
import type { BatchReport } from './batch-file.ts'
import { readPain002 } from './pain002.ts'

interface Report {
  readonly group?: string
  readonly block?: string
  readonly transactions?: readonly string[]
  readonly namespace?: string
}

function aReport({ group = '', block = '', transactions = [], namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.002.001.10' }: Report): Uint8Array {
  return utf8(`<?xml version="1.0" encoding="UTF-8"?><Document xmlns="${namespace}"><CstmrPmtStsRpt>
    <GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-03-06T10:00:00</CreDtTm></GrpHdr>
    <OrgnlGrpInfAndSts><OrgnlMsgId>BATCH-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${group}</OrgnlGrpInfAndSts>
    <OrgnlPmtInfAndSts><OrgnlPmtInfId>BATCH-1</OrgnlPmtInfId>${block}${transactions.join('')}</OrgnlPmtInfAndSts>
  </CstmrPmtStsRpt></Document>`)
}

function aTransaction(reference: string, status: string, more = ''): string {
  const txStatus = status === '' ? '' : `<TxSts>${status}</TxSts>`
  return `<TxInfAndSts><OrgnlInstrId>${reference}</OrgnlInstrId><OrgnlEndToEndId>E-${reference}</OrgnlEndToEndId>${txStatus}${more}</TxInfAndSts>`
}

function reason(code: string, words = ''): string {
  return `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn>${words === '' ? '' : `<AddtlInf>${words}</AddtlInf>`}</StsRsnInf>`
}

function read(bytes: Uint8Array): BatchReport {
  const report = readPain002(bytes)
  if (!report.ok) throw new Error(report.error.code)
  return report.value
}

function outcomes(report: BatchReport): string[] {
  return report.transfers.map((transfer) => `${transfer.bankReference ?? '-'} ${transfer.outcome}`)
}

function rejectedFor(code: string, words = ''): BatchReport['transfers'][number] | undefined {
  return read(aReport({ transactions: [aTransaction('A1', 'RJCT', reason(code, words))] })).transfers[0]
}

describe('readPain002', () => {
  it('maps every documented status to the payout outcome it means', () => {
    const meaning = {
      PROCESSING: ['RCVD', 'ACTC', 'ACCP', 'ACSP', 'PDNG', 'ACWC', 'ACWP', 'ACFC'],
      SUCCESS: ['ACSC', 'ACCC'],
      FAILED: ['RJCT'],
      CANCELLED: ['CANC'],
    }
    for (const [outcome, statuses] of Object.entries(meaning)) {
      for (const status of statuses) expect(read(aReport({ transactions: [aTransaction('A1', status)] })).transfers[0]?.outcome, status).toBe(outcome)
    }
  })

  it('reads any version and namespace, prefixed or not', () => {
    const old = `<n:Document xmlns:n="urn:bank:own"><n:CstmrPmtStsRpt><n:OrgnlGrpInfAndSts><n:OrgnlMsgId>B</n:OrgnlMsgId></n:OrgnlGrpInfAndSts>
      <n:TxInfAndSts><n:OrgnlInstrId>A1</n:OrgnlInstrId><n:TxSts>ACSC</n:TxSts></n:TxInfAndSts></n:CstmrPmtStsRpt></n:Document>`
    expect(outcomes(read(utf8(old)))).toEqual(['A1 SUCCESS'])
    expect(outcomes(read(aReport({ namespace: 'urn:iso:std:iso:20022:tech:xsd:pain.002.001.03', transactions: [aTransaction('A1', 'ACSC')] })))).toEqual(['A1 SUCCESS'])
  })

  it('trusts a settled transaction over a rejected group, and then nothing the group says', () => {
    const report = read(aReport({ group: '<GrpSts>RJCT</GrpSts>', transactions: [aTransaction('A1', 'ACSC')] }))
    expect(outcomes(report)).toEqual(['A1 SUCCESS'])
    expect(report.unlisted).toBeNull()
  })

  it('lets a payment block overrule its group for what is not listed', () => {
    expect(read(aReport({ group: '<GrpSts>ACCP</GrpSts>', block: '<PmtInfSts>RJCT</PmtInfSts>' })).unlisted?.outcome).toBe('FAILED')
    expect(read(aReport({ group: '<GrpSts>RJCT</GrpSts>', block: '<PmtInfSts>PART</PmtInfSts>' })).unlisted).toBeNull()
    expect(read(aReport({ group: '<GrpSts>PART</GrpSts>', transactions: [aTransaction('A1', 'RJCT')] })).unlisted).toBeNull()
    expect(read(aReport({})).unlisted).toBeNull()
  })

  it('gives a wholly rejected file its reason for every transfer it does not list', () => {
    const report = read(aReport({ group: `<GrpSts>RJCT</GrpSts>${reason('FF01', 'bad header')}`, transactions: [aTransaction('A1', 'RJCT')] }))
    expect(report.unlisted).toEqual({ outcome: 'FAILED', reasonCode: 'FF01', reasonTh: 'รูปแบบไฟล์ไม่ถูกต้อง: bad header', reasonEn: 'The file format is not valid: bad header' })
    expect(report.transfers[0]).toMatchObject({ outcome: 'FAILED', reasonCode: 'FF01' })
  })

  it('never frees money for a rejection as a duplicate, because the first sending may have paid', () => {
    const report = read(aReport({ group: `<GrpSts>RJCT</GrpSts>${reason('DUPL')}` }))
    expect(report.unlisted).toMatchObject({ outcome: 'PROCESSING', reasonCode: 'DUPL' })
    expect(read(aReport({ transactions: [aTransaction('A1', 'RJCT', reason('NARR') + reason('AM05'))] })).transfers[0]).toMatchObject({ outcome: 'PROCESSING', reasonCode: 'AM05' })
  })

  it.each([
    ['the group', { group: `<GrpSts>RJCT</GrpSts>${reason('DU01')}`, transactions: [aTransaction('A1', 'RJCT', reason('NARR'))] }, 'DU01'],
    ['the payment block', { block: `<PmtInfSts>RJCT</PmtInfSts>${reason('DU02', 'sent before')}`, transactions: [aTransaction('A1', 'RJCT', reason('AC04'))] }, 'DU02'],
    ['the group above a block with a reason of its own', { group: `<GrpSts>RJCT</GrpSts>${reason('DU01')}`, block: `<PmtInfSts>RJCT</PmtInfSts>${reason('NARR')}`, transactions: [aTransaction('A1', '')] }, 'DU01'],
    ['a transaction that leaves its status to its block', { block: `<PmtInfSts>RJCT</PmtInfSts>${reason('NARR')}`, transactions: [aTransaction('A1', '', reason('DU03'))] }, 'DU03'],
    ['a cancellation', { transactions: [aTransaction('A1', 'CANC', reason('DUPL'))] }, 'DUPL'],
  ] as const)('finds that it is a duplicate wherever that is said: %s', (_where, report, reasonCode) => {
    expect(read(aReport(report)).transfers[0]).toMatchObject({ outcome: 'PROCESSING', reasonCode })
  })

  it('finds a duplicate above the block that speaks for what is not listed', () => {
    const report = read(aReport({ group: `<GrpSts>RJCT</GrpSts>${reason('DU01')}`, block: `<PmtInfSts>RJCT</PmtInfSts>${reason('NARR')}` }))
    expect(report.unlisted).toMatchObject({ outcome: 'PROCESSING', reasonCode: 'DU01' })
  })

  it('takes no reason from a level that says something else', () => {
    const report = read(aReport({ group: `<GrpSts>PART</GrpSts>${reason('DU01')}`, transactions: [aTransaction('A1', 'RJCT', reason('AC04'))] }))
    expect(report.transfers[0]).toMatchObject({ outcome: 'FAILED', reasonCode: 'AC04' })
  })

  it('explains the reason codes in Thai and English and keeps the words of the bank', () => {
    for (const code of ['AC01', 'AC04', 'AC06', 'AM04', 'AM05', 'BE01', 'BE04', 'AG01', 'MS03']) {
      expect(rejectedFor(code)?.reasonTh, code).toMatch(/^[\u0e00-\u0e7f ]+$/)
      expect(rejectedFor(code)?.reasonEn, code).toMatch(/^[A-Z][a-z ]+/)
      expect(rejectedFor(code)?.reasonEn, code).not.toContain(code)
    }
    expect(rejectedFor('AC04', 'ปิดบัญชี &amp; โอนไม่ได้')).toMatchObject({ reasonCode: 'AC04', reasonTh: 'บัญชีปิดแล้ว: ปิดบัญชี & โอนไม่ได้', reasonEn: 'The account is closed: ปิดบัญชี & โอนไม่ได้' })
    expect(rejectedFor('ZZ99')).toMatchObject({ reasonCode: 'ZZ99', reasonTh: 'รหัสเหตุผลจากธนาคาร ZZ99', reasonEn: 'Bank reason code ZZ99' })
  })

  it('carries the reference of the bank, the amount in satang and, only when paid, the time', () => {
    const more = '<AccptncDtTm>2026-03-06T10:11:12+07:00</AccptncDtTm><AcctSvcrRef>0012</AcctSvcrRef><OrgnlTxRef><Amt><InstdAmt Ccy="THB">100.37</InstdAmt></Amt></OrgnlTxRef>'
    const report = read(aReport({ transactions: [aTransaction('A1', 'ACSC', more), aTransaction('A2', 'ACSP', more)] }))
    expect(report.batchReference).toBe('BATCH-1')
    expect(report.transfers[0]).toMatchObject({ row: 1, bankReference: 'A1', endToEndId: 'E-A1', externalRef: '0012', amountSatang: 10_037, paidAt: '2026-03-06T03:11:12.000Z' })
    expect(report.transfers[1]).toMatchObject({ row: 2, paidAt: null })
  })

  it('makes an unknown or missing status, a missing reference or a foreign amount a row error, not a guess', () => {
    const foreign = '<OrgnlTxRef><Amt><InstdAmt Ccy="USD">1.00</InstdAmt></Amt></OrgnlTxRef>'
    const report = read(aReport({ block: '<PmtInfSts>PART</PmtInfSts>', transactions: [
      aTransaction('A1', 'XXXX'), aTransaction('A2', ''), '<TxInfAndSts><TxSts>ACSC</TxSts></TxInfAndSts>', aTransaction('A4', 'ACSC', foreign), aTransaction('A5', 'ACSC'),
    ] }))
    expect(report.rowErrors.map((error) => [error.row, error.bankReference, error.endToEndId, error.code])).toEqual([
      [1, 'A1', 'E-A1', 'UNKNOWN_STATUS'], [2, 'A2', 'E-A2', 'STATUS_MISSING'], [3, null, null, 'REFERENCE_MISSING'], [4, 'A4', 'E-A4', 'BAD_AMOUNT'],
    ])
    expect(outcomes(report)).toEqual(['A5 SUCCESS'])
  })

  it('refuses another message and a hostile one', () => {
    expect(readPain002(utf8('<Document><CstmrCdtTrfInitn/></Document>'))).toMatchObject({ ok: false, error: { code: 'NOT_PAIN002' } })
    expect(readPain002(utf8('<!DOCTYPE x [<!ENTITY y "z">]><Document><CstmrPmtStsRpt/></Document>'))).toMatchObject({ ok: false, error: { code: 'XML_NOT_ALLOWED' } })
  })

  it('reads a report of 10,000 transfers in seconds', () => {
    const transactions = Array.from({ length: 10_000 }, (_, index) => aTransaction(`PA${index}`, 'ACSC', '<AcctSvcrRef>REF</AcctSvcrRef><OrgnlTxRef><Amt><InstdAmt Ccy="THB">1.00</InstdAmt></Amt></OrgnlTxRef>'))
    expect(cpuMillisecondsOf(() => expect(read(aReport({ transactions })).transfers).toHaveLength(10_000))).toBeLessThan(5_000)
  })
})
