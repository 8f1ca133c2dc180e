// Libraries the tests compare with and that ship no types: this much of them is used.
declare module 'pngjs' {
  interface Image {
    readonly width: number
    readonly height: number
    readonly data: Buffer
  }
  export const PNG: {
    readonly sync: {
      read(bytes: Uint8Array): Image
      write(image: { readonly width: number, readonly height: number, readonly data: Uint8Array }): Buffer
    }
  }
}

declare module 'qrcode' {
  interface Segment {
    readonly data: string
    readonly mode: 'alphanumeric' | 'byte'
  }
  export function create(segments: readonly Segment[], options: { readonly errorCorrectionLevel: 'M', readonly maskPattern: number }): {
    readonly modules: { readonly size: number, readonly data: Uint8Array }
  }
}
