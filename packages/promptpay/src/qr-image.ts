// The QR symbol of a payload: matrix, PNG data URL, terminal text.

import { encodeQR } from 'qr'
import { modulesPng } from './one-bit-png.ts'
import { alphanumericSymbol } from './qr-alphanumeric.ts'
import { matrixOf, symbolOfMatrix, type QrMatrix, type QrSymbol } from './qr-symbol.ts'
import { TLV_TEXT_LENGTH_MAX } from './tlv.ts'

/** Light modules around the symbol (ISO/IEC 18004 5.3.8). */
export const QUIET_ZONE_MODULES = 4

/**
 * The QR symbol of the text, error correction M (15 %).
 * Throws Error for an empty text and for more than TLV_TEXT_LENGTH_MAX characters: payloads are checked before they are drawn.
 */
export function qrMatrix(payload: string): QrMatrix {
  return matrixOf(symbolOf(payload, 0))
}

/**
 * The QR as a black and white PNG, 8 pixels a module with the quiet zone: 328 pixels a side and about 0.5 kB for a
 * PromptPay payload. Shown at a multiple of its modules (41, so 246 or 328 CSS pixels) it stays sharp.
 * Throws what qrMatrix throws.
 */
export function qrPng(payload: string): Buffer {
  return modulesPng(symbolOf(payload, QUIET_ZONE_MODULES))
}

/** qrPng as `data:image/png;base64,…`. */
export function qrPngDataUrl(payload: string): string {
  return `data:image/png;base64,${qrPng(payload).toString('base64')}`
}

/**
 * The QR as text for a dark terminal, two modules a character: light modules are drawn, dark ones are the background,
 * quiet zone included. Lines end in a newline. Throws what qrMatrix throws.
 */
export function qrTerminal(payload: string): string {
  const rows = matrixOf(symbolOf(payload, QUIET_ZONE_MODULES))
  let text = ''
  for (let y = 0; y < rows.length; y += 2) {
    const upper = rows[y]!
    // the side is odd: below the last row there is nothing, drawn as light so that the quiet zone has an even edge
    const lower = rows[y + 1]
    for (let x = 0; x < upper.length; x++) text += halfBlock(upper[x]!, lower?.[x] ?? false)
    text += '\n'
  }
  return text
}

function halfBlock(upperDark: boolean, lowerDark: boolean): string {
  if (upperDark) return lowerDark ? ' ' : '▄'
  return lowerDark ? '▀' : '█'
}

/** Payloads are alphanumeric and short; what a shop's own template holds beyond that, the library draws. */
function symbolOf(payload: string, border: number): QrSymbol {
  if (payload.length === 0 || payload.length > TLV_TEXT_LENGTH_MAX) {
    throw new Error(`a QR holds 1 to ${TLV_TEXT_LENGTH_MAX} characters here, not ${payload.length}`)
  }
  return alphanumericSymbol(payload, border) ?? packed(encodeQR(payload, 'raw', { ecc: 'medium', border: Math.max(border, 1) }), border)
}

/** The library draws one row of border at least. */
function packed(drawn: readonly (readonly boolean[])[], border: number): QrSymbol {
  const rows = border === 0 ? drawn.slice(1, -1).map(row => row.slice(1, -1)) : drawn
  return symbolOfMatrix(rows)
}
