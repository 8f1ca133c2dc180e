import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml, safeXmlText, type XmlElement } from '../../batches/formats/xml-reader.ts';
import { readXmlRows, type XmlRow } from './xml-rows.ts';

const rowsOf = (text: string): { readonly root: XmlElement | null; readonly rows: readonly XmlRow[] } => {
  const rows: XmlRow[] = [];
  return { root: readXmlRows(text, 'Row', (row) => rows.push(row)), rows };
};
/** Without the texts between children, which nobody reads. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, plain(child)] as const);
  const hasChildren = entries.some(([key]) => key !== '#text' && !key.startsWith('@'));
  return Object.fromEntries(entries.filter(([key]) => key !== '#text' || !hasChildren).map(([key, child]) => [key, key === '#text' ? String(child).trim() : child]).filter(([key, child]) => key !== '#text' || child !== ''));
};
interface Tree { readonly name: string; readonly attribute: string | null; readonly children: readonly Tree[] | string }
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name: fc.constantFrom('A', 'B', 'x:C', 'D.e'), attribute: fc.constantFrom(null, 'v', 'a > b', '0012'),
    children: fc.oneof({ maxDepth: 4 }, fc.constantFrom('text', ' ก &amp; &lt;', '0012', ''), fc.array(tie('tree'), { maxLength: 3 })),
  }),
}));
const written = ({ name, attribute, children }: Tree): string => {
  const inside = typeof children === 'string' ? children : children.map(written).join('\n');
  const tag = `${name}${attribute === null ? '' : ` n="${attribute}"`}`;
  return inside === '' ? `<${tag}/>` : `<${tag}>${inside}</${name} >`;
};

describe('readXmlRows', () => {
  it('reads what the library reads', () => {
    fc.assert(fc.property(tree, (one) => {
      const text = `<?xml version="1.0"?>\n<!-- remark -->${written(one)}`;
      const library = readXml(Buffer.from(text));
      expect(plain(rowsOf(text).root)).toEqual(plain(library.ok ? library.value : null));
    }), { numRuns: 200 });
  });
  it('hands rows out as they close, each with its line and where it stands, and forgets them', () => {
    const { root, rows } = rowsOf('<D>\n<S><Id>1</Id>\n<Row><V>a</V></Row>\r\n<Row/></S>\n<S>\n\n<p:Row n="1"><V>b</V></p:Row></S></D>');
    expect(rows.map(({ line }) => line)).toEqual([3, 4, 7]);
    expect(rows[0]!.parent).toBe(rows[1]!.parent);
    expect(rows[2]!.parent).not.toBe(rows[0]!.parent);
    expect(JSON.stringify(root)).not.toContain('Row');
  });
  it.each(['', 'x', '<a>', '<a></b>', '<a/><b/>', '<a/>x', 'x<a/>', '<a b="1" b="2"/>', '<a b=1/>', '<a b="<"/>', '<a><!-- x -- y --></a>', '<a><!-- x</a>', '<a><?php x?></a>', '< a/>', '<a/ >', '<1/>', '<a></a', '</a>', `${'<a>'.repeat(60)}${'</a>'.repeat(60)}`])('takes %j for not well formed', (text) => {
    expect(rowsOf(text).root).toBeNull();
  });
  it('gives prototype names no power', () => {
    rowsOf('<__proto__><polluted>1</polluted><Row/></__proto__>');
    expect('polluted' in {}).toBe(false);
  });
  it('costs no more than its size on hostile files', () => {
    const large = 2_000_000;
    const hostile = [`<a${' '.repeat(large)}`, `<a ${'b'.repeat(large)}`, `<a ${'b="1" '.repeat(large / 6)}`, `<a>${'<'.repeat(large)}`, `<a>${'<!--'.repeat(large / 4)}`, `<a>${'<b>'.repeat(large / 3)}`, `<a b="${'x'.repeat(large)}`, `<a>${'\n'.repeat(large)}`];
    for (const text of hostile) {
      const started = process.cpuUsage();
      expect(safeXmlText(Buffer.from(text)).ok && rowsOf(text).root !== null).toBe(false);
      expect(process.cpuUsage(started).user / 1_000, text.slice(0, 12)).toBeLessThan(1_000);
    }
  });
});
