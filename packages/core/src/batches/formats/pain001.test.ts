import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aBatch, anyBatch, aTransfer } from './batch-file.fixture.ts'
import type { BatchFile } from './batch-file.ts'
import { parseStrictly, structureProblems } from './pain001-structure.fixture.ts'
import type { XmlNode } from './pain001-structure.fixture.ts'
import { writePain001 } from './pain001.ts'

const VERSIONS = ['03', '09'] as const

function written(batch: BatchFile, version: '03' | '09'): string {
  const file = writePain001(batch, `pain.001.001.${version}`)
  if (!file.ok) throw new Error(JSON.stringify(file))
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file.value.bytes)
}

function at(node: XmlNode, path: string): XmlNode {
  return path.split('/').reduce((found, name) => {
    const child = found.children.find((candidate) => candidate.name === name)
    if (child === undefined) throw new Error(`${name} is missing in ${found.name}`)
    return child
  }, node)
}

function named(name: string): BatchFile {
  return aBatch({ transfers: [aTransfer(), aTransfer({ bankReference: 'P2', creditor: { ...aTransfer().creditor, name } })] })
}

/** An independent exact reading of "123.45", in integers. */
function satang(text: string): bigint {
  const [baht = '', decimals = ''] = text.split('.')
  expect(decimals).toMatch(/^[0-9]{2}$/)
  return BigInt(baht + decimals)
}

describe('writePain001', () => {
  // The structure is the official schemas' as written down in the fixture, not the schema files themselves.
  it('fits the structure of both versions for any batch, and reads back the same', () => {
    fc.assert(fc.property(anyBatch, fc.constantFrom(...VERSIONS), (batch, version) => {
      const root = parseStrictly(written(batch, version))
      expect(structureProblems(root, version)).toEqual([])
      const block = at(root, 'CstmrCdtTrfInitn/PmtInf')
      const transactions = block.children.filter((child) => child.name === 'CdtTrfTxInf')
      const total = batch.transfers.reduce((sum, transfer) => sum + BigInt(transfer.amountSatang), 0n)
      for (const level of [at(root, 'CstmrCdtTrfInitn/GrpHdr'), block]) {
        expect(at(level, 'NbOfTxs').text).toBe(String(batch.transfers.length))
        expect(satang(at(level, 'CtrlSum').text)).toBe(total)
      }
      expect(transactions.map((transaction) => ({
        bankReference: at(transaction, 'PmtId/InstrId').text,
        endToEndId: at(transaction, 'PmtId/EndToEndId').text,
        satang: satang(at(transaction, 'Amt/InstdAmt').text),
        name: at(transaction, 'Cdtr/Nm').text,
        account: at(transaction, 'CdtrAcct/Id/Othr/Id').text,
        bank: at(transaction, 'CdtrAgt/FinInstnId/ClrSysMmbId/MmbId').text,
      }))).toEqual(batch.transfers.map((transfer) => ({
        bankReference: transfer.bankReference,
        endToEndId: transfer.endToEndId,
        satang: BigInt(transfer.amountSatang),
        name: transfer.creditor.name.trim(),
        account: transfer.creditor.accountNumber,
        bank: transfer.creditor.bankCode,
      })))
    }), { numRuns: 60 })
  })

  it('writes amounts as exact decimal text', () => {
    const transfers = [1, 10, 99, 100, 10_037, 120_050, 200_000_000_00].map((amountSatang, index) => aTransfer({ amountSatang, bankReference: `P${index}` }))
    const amounts = Array.from(written(aBatch({ transfers }), '09').matchAll(/<InstdAmt Ccy="THB">([^<]*)</g), (match) => match[1])
    expect(amounts).toEqual(['0.01', '0.10', '0.99', '1.00', '100.37', '1200.50', '200000000.00'])
  })

  it('names the Thai clearing system and puts the execution date where each version wants it', () => {
    expect(written(aBatch(), '03')).toContain('<ReqdExctnDt>2026-03-06</ReqdExctnDt>')
    expect(written(aBatch(), '09')).toContain('<ReqdExctnDt><Dt>2026-03-06</Dt></ReqdExctnDt>')
    expect(written(aBatch(), '03')).toContain('<ClrSysId><Cd>THCBC</Cd></ClrSysId><MmbId>014</MmbId>')
  })

  it('escapes everything a name could break out with', () => {
    const name = `</Nm><Amt>&"'บริษัท ก&ข จำกัด`
    const root = parseStrictly(written(aBatch({ transfers: [aTransfer({ creditor: { ...aTransfer().creditor, name } })] }), '09'))
    expect(at(root, 'CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Cdtr/Nm').text).toBe(name)
  })

  it('carries a name of 140 characters and refuses 141, naming the row', () => {
    expect(structureProblems(parseStrictly(written(named('ก'.repeat(140)), '03')), '03')).toEqual([])
    expect(writePain001(named('ก'.repeat(141)), 'pain.001.001.03')).toMatchObject({ ok: false, rowErrors: [{ row: 2, code: 'NAME_TOO_LONG' }] })
  })

  it('cuts a long note to 140 characters and puts it on one line', () => {
    const note = `ค่าสินค้า\n\t${'ก'.repeat(300)}`
    const root = parseStrictly(written(aBatch({ transfers: [aTransfer({ note })] }), '09'))
    const line = at(root, 'CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/RmtInf/Ustrd').text
    expect(line).toBe(`ค่าสินค้า ${'ก'.repeat(130)}`)
  })

  it('writes the same bytes for the same batch', () => {
    expect(written(aBatch(), '09')).toBe(written(aBatch(), '09'))
  })

  it('refuses a whole batch for one wrong row and names every wrong row', () => {
    const transfers = [
      aTransfer({ amountSatang: 0 }),
      aTransfer({ bankReference: 'A-B' }),
      aTransfer({ bankReference: 'P3', amountSatang: 10.5 }),
      aTransfer({ bankReference: 'P4', creditor: { ...aTransfer().creditor, name: 'ก\u0000' } }),
      aTransfer({ bankReference: 'P5', creditor: { ...aTransfer().creditor, accountNumber: '419-062-1964' } }),
      aTransfer({ bankReference: 'P5' }),
      aTransfer({ bankReference: 'P7', endToEndId: 'a b' }),
    ]
    const refused = writePain001(aBatch({ transfers }), 'pain.001.001.09')
    expect(refused.ok ? [] : refused.rowErrors.map((error) => [error.row, error.code])).toEqual([
      [1, 'BAD_AMOUNT'], [2, 'BAD_BANK_REFERENCE'], [3, 'BAD_AMOUNT'], [4, 'UNPRINTABLE_CHARACTER'],
      [5, 'BAD_ACCOUNT_NUMBER'], [6, 'DUPLICATE_BANK_REFERENCE'], [7, 'BAD_END_TO_END_ID'],
    ])
  })

  it('refuses a batch that is empty, on a day that does not exist, or from a nameless payer', () => {
    const refused = writePain001(aBatch({ transfers: [], executionDate: '2026-02-30', debtor: { ...aBatch().debtor, name: ' ' } }), 'pain.001.001.09')
    expect(refused.ok ? [] : refused.fileErrors.map((error) => error.code)).toEqual(['EMPTY_BATCH', 'BAD_EXECUTION_DATE', 'BAD_DEBTOR'])
  })
})

describe('the structure check', () => {
  const good = written(aBatch({ transfers: [aTransfer({ note: 'ค่าสินค้า' })] }), '03')

  it('notices an element that is missing, doubled, misplaced, too long or of the wrong version', () => {
    const broken = [
      good.replace(/<MsgId>.*?<\/MsgId>/, ''),
      good.replace(/(<NbOfTxs>.*?<\/NbOfTxs>)/, '$1$1'),
      good.replace(/(<MsgId>.*?<\/MsgId>)(<CreDtTm>.*?<\/CreDtTm>)/, '$2$1'),
      good.replace('<MsgId>', `<MsgId>${'X'.repeat(30)}`),
      good.replace('>2026-03-06<', '><Dt>2026-03-06</Dt><'),
      good.replace(' Ccy="THB"', ''),
      good.replace('<Cd>THCBC</Cd>', '<Cd>THCBCX</Cd>'),
      good.replace('>100.37<', '>100,37<'),
    ]
    expect(structureProblems(parseStrictly(good), '03')).toEqual([])
    for (const text of broken) expect(structureProblems(parseStrictly(text), '03'), text).not.toEqual([])
    expect(structureProblems(parseStrictly(good), '09')).not.toEqual([])
  })
})
