// Why a picture cannot be read, in Thai and English. Every code has both, or this file does not compile.

import type { QrDecodeCode } from './qr-decode.ts'

export interface Words {
  readonly en: string
  readonly th: string
}

export const IMAGE_WORDS: Readonly<Record<QrDecodeCode, Words>> = {
  IMAGE_NOT_BASE64: { en: 'The picture is neither a base64 data URL nor base64.', th: 'รูปต้องเป็น data URL แบบ base64 หรือ base64' },
  IMAGE_TOO_LARGE: { en: 'The picture file is too large.', th: 'ไฟล์รูปใหญ่เกินไป' },
  IMAGE_KIND_UNKNOWN: { en: 'The picture must be a PNG, JPEG or WebP file.', th: 'รูปต้องเป็นไฟล์ PNG JPEG หรือ WebP' },
  IMAGE_BROKEN: { en: 'The picture file is damaged.', th: 'ไฟล์รูปเสียหาย' },
  IMAGE_TOO_MANY_PIXELS: { en: 'The picture has too many pixels. Make it smaller.', th: 'รูปมีความละเอียดสูงเกินไป โปรดย่อรูป' },
  IMAGE_BOMB: { en: 'The picture file claims far more than it holds, or holds more than it claims.', th: 'ขนาดที่ไฟล์รูประบุไม่ตรงกับเนื้อหา' },
  IMAGE_WITHOUT_QR: { en: 'No QR code can be seen in the picture. Send a sharp, straight one.', th: 'ไม่พบคิวอาร์ในรูป โปรดส่งรูปที่คมชัดและไม่เอียง' },
  IMAGE_TIMED_OUT: { en: 'The picture takes too long to read. Cut out the QR code.', th: 'ใช้เวลาอ่านรูปนานเกินไป โปรดตัดเฉพาะคิวอาร์' },
  IMAGE_READER_FAILED: { en: 'The picture cannot be read. Save it again as PNG.', th: 'อ่านรูปนี้ไม่ได้ โปรดบันทึกใหม่เป็น PNG' },
  IMAGE_READER_BUSY: { en: 'Too many pictures are being read at this moment. Try again.', th: 'ขณะนี้มีรูปรออ่านจำนวนมาก โปรดลองใหม่' },
}
