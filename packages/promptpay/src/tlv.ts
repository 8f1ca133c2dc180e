// EMV QRCPS tag-length-value text: two digits tag, two digits length in characters, value.

/** Longest text we read. EMVCo MPM 4.2 bounds a QR payload at 512 characters. */
export const TLV_TEXT_LENGTH_MAX = 512
/** Levels of templates: a template inside a template is legal in EMVCo, a third level is not. */
export const TLV_DEPTH_MAX = 3
/** Two decimal digits of length. */
export const TLV_VALUE_LENGTH_MAX = 99

const DIGIT_ZERO = 0x30
const DIGIT_NINE = 0x39
/** Control characters, and surrogates: outside the BMP "one character" has no agreed length. */
// oxlint-disable-next-line no-control-regex -- refusing control characters is the point
const UNREADABLE = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/

export interface TlvField {
  readonly tag: string
  readonly value: string
  /** Present when the field was read as a template. */
  readonly fields?: readonly TlvField[]
}

export type TlvCode =
  | 'TLV_EMPTY' | 'TLV_TOO_LONG' | 'TLV_BAD_CHARACTER' | 'TLV_BAD_TAG' | 'TLV_BAD_LENGTH' | 'TLV_EMPTY_VALUE'
  | 'TLV_OVERRUN' | 'TLV_DUPLICATE_TAG' | 'TLV_TOO_DEEP'

/** `at` is the character offset in the text that was given. */
export interface TlvRefusal<Code extends string = TlvCode> {
  readonly ok: false
  readonly code: Code
  readonly at: number
  readonly message: string
}

export type TlvDecoded = { readonly ok: true; readonly fields: readonly TlvField[] } | TlvRefusal
export type TlvEncoded = { readonly ok: true; readonly text: string } | TlvRefusal

/** Says which fields hold fields of their own; `path` is dotted, e.g. `29` or `62.50`. */
export type IsTemplate = (path: string) => boolean

const noTemplates: IsTemplate = () => false

/**
 * Reads the text strictly, in one pass, or says where and why not. Never throws, for any string.
 * Refuses every TlvCode: no signs or blanks in a length, no empty value, no value beyond the end of the text or of its
 * template, no tag twice on a level, at most TLV_TEXT_LENGTH_MAX characters and TLV_DEPTH_MAX levels.
 */
export function decodeTlv(text: string, isTemplate: IsTemplate = noTemplates): TlvDecoded {
  if (text.length > TLV_TEXT_LENGTH_MAX) {
    return refusal('TLV_TOO_LONG', TLV_TEXT_LENGTH_MAX, `longer than ${TLV_TEXT_LENGTH_MAX} characters`)
  }
  const unreadable = UNREADABLE.exec(text)
  if (unreadable) return refusal('TLV_BAD_CHARACTER', unreadable.index, 'a control character or surrogate')
  return decodeLevel(text, { start: 0, path: '', depth: 1, isTemplate })
}

/**
 * Writes the fields in the order given; a field with `fields` is written from them and its `value` is not looked at.
 * Guarantees decodeTlv of the text gives the same fields back. Refuses what decodeTlv would refuse.
 */
export function encodeTlv(fields: readonly TlvField[]): TlvEncoded {
  const encoded = encodeLevel(fields, 1)
  if (!encoded.ok) return encoded
  const { text } = encoded
  if (text.length > TLV_TEXT_LENGTH_MAX) {
    return refusal('TLV_TOO_LONG', TLV_TEXT_LENGTH_MAX, `longer than ${TLV_TEXT_LENGTH_MAX} characters`)
  }
  const unreadable = UNREADABLE.exec(text)
  if (unreadable) return refusal('TLV_BAD_CHARACTER', unreadable.index, 'a control character or surrogate')
  return encoded
}

/** One field on the wire, unchecked: for values whose form the caller has already proved. */
export function field(tag: string, value: string): string {
  return value.length < 10 ? `${tag}0${value.length}${value}` : `${tag}${value.length}${value}`
}

/** The value of the field with this tag, or undefined when the level has none. */
export function fieldValue(fields: readonly TlvField[] | undefined, tag: string): string | undefined {
  return fields?.find(candidate => candidate.tag === tag)?.value
}

interface Level {
  /** Offset of the level's text in the whole text, for `at`. */
  readonly start: number
  readonly path: string
  readonly depth: number
  readonly isTemplate: IsTemplate
}

function decodeLevel(text: string, level: Level): TlvDecoded {
  if (text.length === 0) return refusal('TLV_EMPTY', level.start, 'nothing to read')
  if (level.depth > TLV_DEPTH_MAX) {
    return refusal('TLV_TOO_DEEP', level.start, `templates nested deeper than ${TLV_DEPTH_MAX}`)
  }
  const fields: TlvField[] = []
  const seen = new Set<string>()
  let at = 0
  while (at < text.length) {
    const header = decodeHeader(text, at, level.start)
    if (!header.ok) return header
    const { tag, length } = header
    if (seen.has(tag)) return refusal('TLV_DUPLICATE_TAG', level.start + at, `tag ${tag} appears twice`)
    seen.add(tag)
    const value = text.slice(at + 4, at + 4 + length)
    const path = level.path === '' ? tag : `${level.path}.${tag}`
    if (level.isTemplate(path)) {
      const inner = decodeLevel(value, { ...level, start: level.start + at + 4, path, depth: level.depth + 1 })
      if (!inner.ok) return inner
      fields.push({ tag, value, fields: inner.fields })
    } else {
      fields.push({ tag, value })
    }
    at += 4 + length
  }
  return { ok: true, fields }
}

type Header = { readonly ok: true; readonly tag: string; readonly length: number } | TlvRefusal

function decodeHeader(text: string, at: number, start: number): Header {
  if (digits(text, at) < 0) return refusal('TLV_BAD_TAG', start + at, 'a tag is two digits')
  const tag = text.slice(at, at + 2)
  const length = digits(text, at + 2)
  if (length < 0) return refusal('TLV_BAD_LENGTH', start + at + 2, `the length of tag ${tag} is not two digits`)
  if (length === 0) return refusal('TLV_EMPTY_VALUE', start + at + 2, `tag ${tag} is empty`)
  if (at + 4 + length > text.length) {
    return refusal('TLV_OVERRUN', start + at, `tag ${tag} claims ${length} characters, ${text.length - at - 4} are left`)
  }
  return { ok: true, tag, length }
}

/** The number two ASCII digits spell, or -1: other digits, signs, blanks and the end of the text are not digits. */
function digits(text: string, at: number): number {
  const tens = text.charCodeAt(at)
  const ones = text.charCodeAt(at + 1)
  // charCodeAt past the end is NaN, and every comparison with NaN is false
  if (!(tens >= DIGIT_ZERO && tens <= DIGIT_NINE && ones >= DIGIT_ZERO && ones <= DIGIT_NINE)) return -1
  return (tens - DIGIT_ZERO) * 10 + (ones - DIGIT_ZERO)
}

function encodeLevel(fields: readonly TlvField[], depth: number): TlvEncoded {
  if (fields.length === 0) return refusal('TLV_EMPTY', 0, 'nothing to write')
  if (depth > TLV_DEPTH_MAX) return refusal('TLV_TOO_DEEP', 0, `templates nested deeper than ${TLV_DEPTH_MAX}`)
  const seen = new Set<string>()
  let text = ''
  for (const { tag, value, fields: inner } of fields) {
    if (tag.length !== 2 || digits(tag, 0) < 0) return refusal('TLV_BAD_TAG', text.length, 'a tag is two digits')
    if (seen.has(tag)) return refusal('TLV_DUPLICATE_TAG', text.length, `tag ${tag} appears twice`)
    seen.add(tag)
    const nested = inner ? encodeLevel(inner, depth + 1) : { ok: true as const, text: value }
    if (!nested.ok) return nested
    if (nested.text.length === 0) return refusal('TLV_EMPTY_VALUE', text.length, `tag ${tag} is empty`)
    if (nested.text.length > TLV_VALUE_LENGTH_MAX) {
      return refusal('TLV_BAD_LENGTH', text.length, `tag ${tag} has ${nested.text.length} characters, 99 fit`)
    }
    text += field(tag, nested.text)
  }
  return { ok: true, text }
}

function refusal(code: TlvCode, at: number, message: string): TlvRefusal {
  return { ok: false, code, at, message }
}
