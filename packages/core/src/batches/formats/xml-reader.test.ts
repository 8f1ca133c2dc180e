import { cpuMillisecondsOf } from '@paygate/test/support/cpu-milliseconds'
import { describe, expect, it } from 'vitest'
import { utf8 } from './batch-file.fixture.ts'
import { attributeOf, childrenOf, descendantOf, readXml, textAt, XML_BYTES_MAX } from './xml-reader.ts'
import type { XmlElement } from './xml-reader.ts'

function parsed(text: string): XmlElement {
  const xml = readXml(utf8(text))
  if (!xml.ok) throw new Error(xml.error.code)
  return xml.value
}

function refusalOf(text: string | Uint8Array): string {
  const xml = readXml(typeof text === 'string' ? utf8(text) : text)
  return xml.ok ? 'accepted' : xml.error.code
}

function filledWith(piece: string): string {
  return `<a>${piece.repeat(Math.floor((XML_BYTES_MAX - 100) / piece.length))}</a>`
}

const BILLION_LAUGHS = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, index) => `<!ENTITY lol${index + 1} "${`&lol${index === 0 ? '' : index};`.repeat(10)}">`).join('')}]><lolz>&lol9;</lolz>`

describe('readXml', () => {
  it('keeps every value as text, whatever it looks like', () => {
    const root = parsed('<a n="0012"><id>0012</id><amount>1e3</amount><flag>true</flag><hex>0x10</hex></a>')
    expect(['id', 'amount', 'flag', 'hex'].map((name) => textAt(root, 'a', name))).toEqual(['0012', '1e3', 'true', '0x10'])
    expect(attributeOf(descendantOf(root, 'a') ?? {}, 'n')).toBe('0012')
  })

  it('ignores prefixes and namespaces, comments and a byte order mark', () => {
    const root = parsed('\uFEFF<?xml version="1.0" encoding="utf-8"?><!-- bank --><x:a xmlns:x="urn:any"><x:b> ก </x:b><x:b/></x:a>')
    expect(childrenOf(descendantOf(root, 'a') ?? {}, 'b')).toHaveLength(2)
    expect(textAt(root, 'a', 'b')).toBe('ก')
  })

  it('decodes the five entities and numeric ones once', () => {
    expect(textAt(parsed('<a>&lt;&amp;lt;&gt; &#xE01;&#3585;&quot;&apos;</a>'), 'a')).toBe(`<&lt;> กก"'`)
    expect(textAt(parsed('<a>x&#0;&#xD800;&#x110000;</a>'), 'a')).toBe('x\ufffd\ufffd\ufffd')
  })

  it('refuses every DOCTYPE, entity definition and unknown entity before anything expands', () => {
    expect(refusalOf(BILLION_LAUGHS)).toBe('XML_NOT_ALLOWED')
    expect(refusalOf('<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>')).toBe('XML_NOT_ALLOWED')
    expect(refusalOf('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')).toBe('XML_NOT_ALLOWED')
    expect(refusalOf('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/">%x;]><a/>')).toBe('XML_NOT_ALLOWED')
    expect(refusalOf('<a>&nbsp;</a>')).toBe('XML_NOT_ALLOWED')
    expect(refusalOf('<a><![CDATA[<b>]]></a>')).toBe('XML_NOT_ALLOWED')
  })

  it('refuses half a download, crossed tags, a doubled attribute, two documents, and what is not XML', () => {
    for (const text of ['<a><b>x</b>', '<a><b></a></b>', '<a b="1" b="2"/>', '<a/><b/>', '<a/><a/>', '', 'bank_reference,status', '{}']) {
      expect(refusalOf(text), text).toMatch(/^XML_(NOT_WELL_FORMED|TOO_COMPLEX)$/)
    }
  })

  it('refuses other encodings instead of reading them wrongly', () => {
    expect(refusalOf(new Uint8Array([0x3c, 0x61, 0x3e, 0xa1, 0x3c, 0x2f, 0x61, 0x3e]))).toBe('FILE_NOT_UTF8')
    expect(refusalOf('<?xml version="1.0" encoding="TIS-620"?><a/>')).toBe('FILE_NOT_UTF8')
    expect(refusalOf(new Uint8Array(Buffer.from('<a/>', 'utf16le')))).not.toBe('accepted')
  })

  it('gives prototype names no power', () => {
    expect(childrenOf(parsed('<a><b>1</b></a>'), 'constructor')).toEqual([])
    readXml(utf8('<__proto__><polluted>1</polluted></__proto__>'))
    expect('polluted' in {}).toBe(false)
  })

  it('answers quickly to hostile files of the largest size', () => {
    const refusedAtOnce = [filledWith('<b/>'), filledWith('<!--'), filledWith('<b>'), filledWith('< '), `<a ${'b="1" '.repeat(100_000)}/>`, 'x'.repeat(XML_BYTES_MAX), `<a>${' '.repeat(10_000_000)}</a>`, BILLION_LAUGHS]
    for (const text of refusedAtOnce) {
      const bytes = utf8(text)
      expect(cpuMillisecondsOf(() => expect(refusalOf(bytes)).not.toBe('accepted')), text.slice(0, 20)).toBeLessThan(1_500)
    }
    const deep = utf8(`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`)
    expect(cpuMillisecondsOf(() => expect(refusalOf(deep)).toBe('XML_NOT_WELL_FORMED'))).toBeLessThan(1_500)
  })
})
