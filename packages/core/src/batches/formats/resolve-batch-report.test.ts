import { describe, expect, it } from 'vitest'
import { aBatch, aTransfer } from './batch-file.fixture.ts'
import type { BatchReport, BatchResult, ReportedTransfer } from './batch-file.ts'
import { outcomeDetailOf } from './outcome-detail.ts'
import { resolveBatchReport } from './resolve-batch-report.ts'

const FAILED = outcomeDetailOf('FAILED', { code: 'FF01', words: null })
const BATCH = aBatch({
  batchReference: 'BATCH-1',
  transfers: [
    aTransfer({ bankReference: 'A1', endToEndId: 'E1', amountSatang: 100 }),
    aTransfer({ bankReference: 'A2', endToEndId: 'E2', amountSatang: 200 }),
    aTransfer({ bankReference: 'A3', endToEndId: 'E2', amountSatang: 300 }),
  ],
})

function aLine(overrides: Partial<ReportedTransfer>): ReportedTransfer {
  return { row: 1, ...outcomeDetailOf('SUCCESS', { code: null, words: null }), bankReference: 'A1', endToEndId: null, amountSatang: null, externalRef: null, paidAt: null, ...overrides }
}

function resolved(report: Partial<BatchReport>): BatchResult {
  const result = resolveBatchReport({ batchReference: 'BATCH-1', transfers: [], unlisted: null, rowErrors: [], ...report }, BATCH)
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

function outcomes(result: BatchResult): string[] {
  return result.rows.map((row) => `${row.bankReference} ${row.outcome}`)
}

describe('resolveBatchReport', () => {
  it('finds a transfer by bank reference, else by an end-to-end id that only one transfer has', () => {
    const result = resolved({ transfers: [aLine({ row: 1, bankReference: null, endToEndId: 'E1' }), aLine({ row: 2, bankReference: 'A2', endToEndId: 'E2' }), aLine({ row: 3, bankReference: null, endToEndId: 'E2' })] })
    expect(outcomes(result)).toEqual(['A1 SUCCESS'])
    expect(result.rowErrors).toMatchObject([{ row: 2, code: 'OTHER_ROW_IN_DOUBT' }, { row: 3, code: 'REFERENCE_AMBIGUOUS' }])
  })

  it('gives no row to unknown references, references that disagree, or other amounts', () => {
    const result = resolved({ transfers: [aLine({ row: 1, bankReference: 'ZZ' }), aLine({ row: 2, bankReference: 'A2', endToEndId: 'E1' }), aLine({ row: 3, bankReference: 'A2', amountSatang: 201 }), aLine({ row: 4, bankReference: 'A3', amountSatang: 300 })] })
    expect(result.rowErrors.map((error) => [error.row, error.code])).toEqual([[1, 'UNKNOWN_REFERENCE'], [2, 'REFERENCES_DISAGREE'], [3, 'AMOUNT_DIFFERS']])
    expect(outcomes(result)).toEqual(['A3 SUCCESS'])
  })

  const doubtful = { row: 2, code: 'UNKNOWN_STATUS', messageTh: 'ไม่รู้จัก', messageEn: 'Not known.', bankReference: null, endToEndId: null }
  it.each<[string, Partial<BatchReport>, number[]]>([
    ['that could not be read', { transfers: [aLine({ row: 1, ...FAILED }), aLine({ row: 3 })], rowErrors: [{ ...doubtful, bankReference: 'A1' }] }, [1, 2, 3]],
    ['that could not be read, known by its end-to-end id', { transfers: [aLine({ row: 1, ...FAILED })], rowErrors: [{ ...doubtful, endToEndId: 'E1' }] }, [1, 2]],
    ['whose reference was typed carelessly', { transfers: [aLine({ row: 3, ...FAILED })], rowErrors: [{ ...doubtful, bankReference: 'a-1' }] }, [2, 3]],
    ['of another amount, after it', { transfers: [aLine({ row: 1, ...FAILED }), aLine({ row: 2, amountSatang: 101 })] }, [1, 2]],
    ['of another amount, before it', { transfers: [aLine({ row: 1, amountSatang: 101 }), aLine({ row: 2, ...FAILED })] }, [1, 2]],
    ['whose references disagree, for either transfer', { transfers: [aLine({ row: 1, ...FAILED }), aLine({ row: 2, bankReference: 'A2', endToEndId: 'E1' }), aLine({ row: 3, bankReference: 'A2', ...FAILED })] }, [1, 2, 3]],
  ])('leaves alone and names a transfer that has a line in doubt: one %s', (_which, report, named) => {
    const result = resolved({ ...report, transfers: [...report.transfers ?? [], aLine({ row: 9, bankReference: 'A3' })] })
    expect(outcomes(result)).toEqual(['A3 SUCCESS'])
    expect(result.rowErrors.map(({ row }) => row)).toEqual(named)
  })

  it('takes a transfer reported twice once, and not at all when the outcomes disagree, however often', () => {
    expect(outcomes(resolved({ transfers: [aLine({ row: 1 }), aLine({ row: 2 })] }))).toEqual(['A1 SUCCESS'])
    const quarrel = resolved({ transfers: [aLine({ row: 1 }), aLine({ row: 2, ...FAILED }), aLine({ row: 3 })] })
    expect(quarrel.rows).toEqual([])
    expect(quarrel.rowErrors).toMatchObject([{ row: 2, code: 'CONTRADICTORY_ROWS' }])
  })

  it('applies what the bank said of the unlisted to them, and to nobody while a line is in doubt', () => {
    const line = aLine({ ...FAILED })
    expect(outcomes(resolved({ transfers: [line], unlisted: FAILED }))).toEqual(['A1 FAILED', 'A2 FAILED', 'A3 FAILED'])
    expect(outcomes(resolved({ transfers: [line, aLine({ row: 2, bankReference: 'ZZ' })], unlisted: FAILED }))).toEqual(['A1 FAILED'])
    expect(outcomes(resolved({ transfers: [line] }))).toEqual(['A1 FAILED'])
  })

  it('settles only what it lists when it names no batch, since it may be about any', () => {
    expect(outcomes(resolved({ batchReference: null, transfers: [aLine({ ...FAILED })], unlisted: FAILED }))).toEqual(['A1 FAILED'])
    expect(outcomes(resolved({ batchReference: null, unlisted: FAILED }))).toEqual([])
  })

  it('refuses a report on another batch and accepts one that names none', () => {
    const report: BatchReport = { batchReference: 'BATCH-2', transfers: [aLine({})], unlisted: null, rowErrors: [] }
    expect(resolveBatchReport(report, BATCH)).toMatchObject({ ok: false, error: { code: 'OTHER_BATCH' } })
    expect(resolveBatchReport({ ...report, batchReference: null }, BATCH)).toMatchObject({ ok: true, value: { rows: [{ bankReference: 'A1' }] } })
  })
})
