import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { FileError, Read } from './batch-file.ts'

/** An element: children by local name, without their namespace prefix. Read it only through the functions below. */
export type XmlElement = Readonly<Record<string, unknown>>

/** Largest XML file that is looked at. A result of 10,000 transfers is about 7 MB. */
export const XML_BYTES_MAX = 8 * 1024 * 1024

/**
 * Parses a bank's XML file into its root (an element whose only child is the document element). All text stays text: "0012" is never 12.
 * Refuses before parsing: more than XML_BYTES_MAX bytes, bytes that are not UTF-8, another declared encoding, any DOCTYPE or CDATA, any
 * entity but the five of XML itself, more than ELEMENTS_MAX elements; and after it: what is not well formed, such as half a download.
 * Safe against entity bombs, external entities and deep nesting: nothing is fetched and nothing expands.
 */
export function readXml(bytes: Uint8Array): Read<XmlElement> {
  if (bytes.length > XML_BYTES_MAX) return { ok: false, error: TOO_LARGE }
  const safe = safeXmlText(bytes)
  if (!safe.ok) return safe
  const text = safe.value
  if (isTooComplex(text)) return { ok: false, error: TOO_COMPLEX }
  try {
    if (XMLValidator.validate(text) !== true) return { ok: false, error: NOT_WELL_FORMED }
    const root = elementOf(PARSER.parse(text))
    return hasOneDocumentElement(root) ? { ok: true, value: root } : { ok: false, error: NOT_WELL_FORMED }
  } catch {
    // The parser throws on what it cannot read; to the person who uploaded the file that is the same as not well formed.
    return { ok: false, error: NOT_WELL_FORMED }
  }
}

/**
 * The text of an XML file that is in UTF-8 and has no DOCTYPE, no CDATA and no entity but XML's own five and numbers, so that nothing in it
 * expands or is fetched. Whoever calls bounds the bytes and checks that it is well formed.
 */
export function safeXmlText(bytes: Uint8Array): Read<string> {
  const text = textOfBytes(bytes)
  if (text === null) return { ok: false, error: NOT_UTF8 }
  return FORBIDDEN_MARKUP.test(text) || FORBIDDEN_ENTITY.test(text) ? { ok: false, error: UNSAFE } : { ok: true, value: text }
}

/** The children of that name, in document order. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  const child = Object.hasOwn(element, name) ? element[name] : undefined
  if (child === undefined) return []
  return (Array.isArray(child) ? child : [child]).map(elementOf)
}

/** The first element at the end of a path of names, or null. */
export function descendantOf(element: XmlElement, ...path: readonly string[]): XmlElement | null {
  let found: XmlElement | null = element
  for (const name of path) found = found === null ? null : (childrenOf(found, name)[0] ?? null)
  return found
}

/** The trimmed text at the end of a path, or null when it is missing or blank. */
export function textAt(element: XmlElement, ...path: readonly string[]): string | null {
  const found = descendantOf(element, ...path)
  const raw = found?.[TEXT]
  const text = typeof raw === 'string' ? unescaped(raw).trim() : ''
  return text === '' ? null : text
}

/** An attribute of an element, or null. */
export function attributeOf(element: XmlElement, name: string): string | null {
  const value = element[`${ATTRIBUTE_PREFIX}${name}`]
  return typeof value === 'string' ? unescaped(value) : null
}

/** Under these names an element keeps its text and its attributes. */
export const TEXT = '#text'
export const ATTRIBUTE_PREFIX = '@'
export const NESTING_MAX = 40
const ELEMENTS_MAX = 400_000
const TAG_CHARACTERS_MAX = 4_096

// "<!" begins a comment, a DOCTYPE or a CDATA section; bank reports need only the first.
const FORBIDDEN_MARKUP = /<!(?!--)/
const FORBIDDEN_ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)/

const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE_PREFIX,
  textNodeName: TEXT,
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  alwaysCreateTextNode: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: NESTING_MAX,
  // Left alone here, because the parser would decode names but not numbers; readXml has already refused every other entity.
  processEntities: false,
})

function textOfBytes(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const declared = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']/.exec(text)?.[1]
    return declared === undefined || /^(?:utf-?8|us-ascii)$/i.test(declared) ? text : null
  } catch {
    // Fatal decoding throws on the first byte that is not UTF-8.
    return null
  }
}

/** Bounds what parsing can cost before it starts: elements, and the length of one tag, whose attributes are matched by expression. */
function isTooComplex(text: string): boolean {
  let elements = 0
  for (let open = text.indexOf('<'); open !== -1; open = text.indexOf('<', open + 1)) {
    elements += 1
    if (elements > 2 * ELEMENTS_MAX) return true
    if (text.startsWith('!--', open + 1)) continue
    const close = text.indexOf('>', open)
    if (close === -1 || close - open > TAG_CHARACTERS_MAX) return true
  }
  return false
}

/** The validator lets a second document element pass. */
function hasOneDocumentElement(root: XmlElement): boolean {
  const names = Object.keys(root).filter((name) => name !== TEXT)
  return names.length === 1 && !Array.isArray(root[names[0] ?? ''])
}

/** One pass, so that an escaped ampersand never starts a second entity. A number that is no character becomes U+FFFD. */
function unescaped(text: string): string {
  return text.replace(/&(#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7}|[a-z]{2,4});/g, (entity, name: string) => {
    if (!name.startsWith('#')) return CHARACTER_OF[name] ?? entity
    const codePoint = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    const isCharacter = codePoint > 0 && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff)
    return isCharacter ? String.fromCodePoint(codePoint) : '\ufffd'
  })
}

const CHARACTER_OF: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function elementOf(value: unknown): XmlElement {
  if (typeof value === 'string') return { [TEXT]: value }
  return isElement(value) ? value : {}
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const TOO_LARGE: FileError = { code: 'FILE_TOO_LARGE', messageTh: 'ไฟล์ใหญ่เกิน 8 MB', messageEn: 'The file is larger than 8 MB.' }
const NOT_UTF8: FileError = { code: 'FILE_NOT_UTF8', messageTh: 'ไฟล์ XML ต้องเข้ารหัสแบบ UTF-8', messageEn: 'The XML file must be encoded in UTF-8.' }
const UNSAFE: FileError = { code: 'XML_NOT_ALLOWED', messageTh: 'ไฟล์ XML ต้องไม่มี DOCTYPE, CDATA หรือ entity ที่กำหนดเอง', messageEn: 'The XML file must not contain a DOCTYPE, CDATA or custom entities.' }
const TOO_COMPLEX: FileError = { code: 'XML_TOO_COMPLEX', messageTh: 'ไฟล์ XML มีแท็กมากหรือยาวเกินไป', messageEn: 'The XML file has too many tags, or one that is too long.' }
const NOT_WELL_FORMED: FileError = { code: 'XML_NOT_WELL_FORMED', messageTh: 'ไฟล์ XML ไม่สมบูรณ์หรืออ่านไม่ได้', messageEn: 'The XML file is incomplete or cannot be read.' }
