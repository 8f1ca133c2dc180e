import iconv from 'iconv-lite'
import { cellText } from './csv.ts'
import type { FileError, Read } from './batch-file.ts'

/** Largest CSV file that is looked at; 10,000 result rows with long reasons are about 3 MB. */
export const CSV_BYTES_MAX = 8 * 1024 * 1024
const ROWS_MAX = 20_000
const CELLS_PER_ROW_MAX = 100
/** Excel's own bound. Beyond it, a quote was meant to close long before. */
const CELL_CHARACTERS_MAX = 32_767

export interface CsvRow {
  /** As a spreadsheet numbers it: the header is 1, and blank lines count. */
  readonly row: number
  readonly cells: readonly string[]
}

/**
 * Reads RFC 4180 text into rows: UTF-8 with or without byte order mark, or else the windows-874 that Excel saves on a Thai Windows; CRLF, LF or CR.
 * Blank lines are skipped, cells trimmed, a disarmed formula armed again. One pass, so cost follows size.
 * Refuses: over CSV_BYTES_MAX bytes, over 20,000 lines, 100 cells in one or 32,767 characters between quotes, NUL bytes (UTF-16), a quote that never closes.
 */
export function readCsv(bytes: Uint8Array): Read<readonly CsvRow[]> {
  if (bytes.length > CSV_BYTES_MAX) return { ok: false, error: TOO_LARGE }
  if (bytes.includes(0)) return { ok: false, error: NOT_CSV }
  return csvRowsOf(textOfBytes(bytes))
}

/** The rows of a text whose size the caller has bounded, as readCsv says. */
export function csvRowsOf(text: string, rowsMax = ROWS_MAX): Read<readonly CsvRow[]> {
  const rows: CsvRow[] = []
  let row = 1
  let cells: string[] = []
  let position = 0
  while (position < text.length) {
    const cell = cellAt(text, position)
    if (cell === null) return { ok: false, error: UNCLOSED_QUOTE }
    cells.push(cellText(cell.text.trim()))
    position = cell.end
    if (text[position] === ',') {
      position += 1
      if (cells.length >= CELLS_PER_ROW_MAX) return { ok: false, error: TOO_MANY }
      if (position < text.length) continue
      cells.push('')
    }
    if (cells.some((content) => content !== '')) rows.push({ row, cells })
    if (row > rowsMax) return { ok: false, error: TOO_MANY }
    position += text.startsWith('\r\n', position) ? 2 : 1
    row += 1
    cells = []
  }
  return { ok: true, value: rows }
}

interface Cell {
  readonly text: string
  /** Index of the comma or line end after it. */
  readonly end: number
}

function cellAt(text: string, start: number): Cell | null {
  if (text[start] !== '"') {
    const end = nextBreak(text, start)
    return { text: text.slice(start, end), end }
  }
  const parts: string[] = []
  let position = start + 1
  for (;;) {
    const quote = text.indexOf('"', position)
    if (quote === -1 || quote - start > CELL_CHARACTERS_MAX) return null
    parts.push(text.slice(position, quote))
    if (text[quote + 1] !== '"') {
      const end = nextBreak(text, quote + 1)
      return { text: parts.join('') + text.slice(quote + 1, end), end }
    }
    parts.push('"')
    position = quote + 2
  }
}

function nextBreak(text: string, start: number): number {
  BREAK.lastIndex = start
  return BREAK.exec(text)?.index ?? text.length
}

const BREAK = /[,\r\n]/g

function textOfBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Not UTF-8, so what a Thai Excel writes by default; every byte means something there, so this cannot fail.
    return iconv.decode(Buffer.from(bytes), 'win874')
  }
}

const TOO_LARGE: FileError = { code: 'FILE_TOO_LARGE', messageTh: 'ไฟล์ใหญ่เกิน 8 MB', messageEn: 'The file is larger than 8 MB.' }
const NOT_CSV: FileError = { code: 'FILE_NOT_CSV', messageTh: 'ไฟล์ไม่ใช่ CSV แบบข้อความ กรุณาบันทึกเป็น CSV UTF-8', messageEn: 'The file is not plain CSV text; save it as CSV UTF-8.' }
const TOO_MANY: FileError = { code: 'TOO_MANY_ROWS', messageTh: `ไฟล์มีเกิน ${ROWS_MAX} แถวหรือ ${CELLS_PER_ROW_MAX} คอลัมน์`, messageEn: `The file has more than ${ROWS_MAX} rows or ${CELLS_PER_ROW_MAX} columns.` }
const UNCLOSED_QUOTE: FileError = { code: 'UNCLOSED_QUOTE', messageTh: 'มีเครื่องหมายคำพูดที่ไม่ได้ปิด', messageEn: 'A quotation mark is never closed.' }
