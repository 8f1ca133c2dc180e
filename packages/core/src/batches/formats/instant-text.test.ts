import { describe, expect, it } from 'vitest'
import { instantOfText } from './instant-text.ts'

describe('instantOfText', () => {
  it('reads offsets, and Bangkok time where there is none', () => {
    expect(instantOfText('2026-03-05T15:02:11+07:00')).toBe('2026-03-05T08:02:11.000Z')
    expect(instantOfText('2026-03-05T08:02:11.123456Z')).toBe('2026-03-05T08:02:11.123Z')
    expect(instantOfText('2026-03-05T15:02:11')).toBe('2026-03-05T08:02:11.000Z')
    expect(instantOfText(' 2026-03-05 15:02 ')).toBe('2026-03-05T08:02:00.000Z')
    expect(instantOfText('2026-03-05 01:00')).toBe('2026-03-04T18:00:00.000Z')
  })

  it('gives nothing for a bare date, an impossible time, or another spelling', () => {
    for (const text of ['', '2026-03-05', '2026-02-30 10:00', '2026-03-05 24:01', '2026-03-05 10:60', '05/03/2026 10:00', '2026-03-05T10:00:00+99:99']) {
      expect(instantOfText(text), text).toBeNull()
    }
  })
})
