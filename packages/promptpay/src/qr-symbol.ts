/** A square of modules, eight a byte from the low bit on, each row beginning a new byte; a bit that is set is dark. */
export interface QrSymbol {
  readonly side: number
  readonly rows: Uint8Array
}

/** `true` is a dark module; rows from the top. */
export type QrMatrix = readonly (readonly boolean[])[]

/** The rows are as many as each is long. */
export function symbolOfMatrix(matrix: QrMatrix): QrSymbol {
  const side = matrix.length
  const stride = Math.ceil(side / 8)
  const rows = new Uint8Array(stride * side)
  for (const [y, row] of matrix.entries()) for (const [x, isDark] of row.entries()) if (isDark) rows[y * stride + (x >> 3)]! |= 1 << (x & 7)
  return { side, rows }
}

export function matrixOf({ side, rows }: QrSymbol): QrMatrix {
  const stride = Math.ceil(side / 8)
  return Array.from({ length: side }, (_, y) => Array.from({ length: side }, (_ignored, x) => (rows[y * stride + (x >> 3)]! >> (x & 7) & 1) === 1))
}
