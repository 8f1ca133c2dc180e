import { ATTRIBUTE_PREFIX, NESTING_MAX, TEXT, type XmlElement } from '../../batches/formats/xml-reader.ts';

export interface XmlRow {
  readonly element: XmlElement;
  /** The element it stands in: the same object for rows of the same one. */
  readonly parent: XmlElement;
  /** Line of the file on which it begins, from 1. */
  readonly line: number;
}
type Node = Record<string, unknown>;
interface Open { readonly name: string; readonly node: Node; readonly line: number }

// Closed name, or opened name, attributes and a slash that closes it at once.
const tag = /<(?:\/([A-Za-z_][\w.:-]*)\s*|([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?))>/y;
const attribute = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const declaration = /^\uFEFF?\s*(?:<\?xml\s[^<>?]{0,200}\?>)?/;
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** False where an attribute comes twice. */
const takeAttributes = (node: Node, text: string): boolean => {
  for (const [, name = '', double, single] of text.matchAll(attribute)) {
    const key = `${ATTRIBUTE_PREFIX}${local(name)}`;
    if (key in node && !name.startsWith('xmlns')) return false;
    node[key] = double ?? single ?? '';
  }
  return true;
};
const append = (node: Node, name: string, child: Node): void => {
  const present = node[name];
  if (present === undefined) node[name] = child;
  else if (Array.isArray(present)) present.push(child);
  else node[name] = [present, child];
};

/** Counts lines as it goes forward, so that a file is counted once. */
const lineCounter = (text: string): ((position: number) => number) => {
  let line = 1;
  let next = text.indexOf('\n');
  return (position) => {
    while (next !== -1 && next < position) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
};

/**
 * Reads a text of safeXmlText in one pass. Every element called `rowName` goes to `onRow` as it closes and is then forgotten, so memory follows the
 * longest row and not the file; the rest comes back as a tree for the functions of xml-reader. Null for what is not well formed (crossed or
 * missing tags, text outside the one document element, an attribute twice), for deep nesting, and for processing instructions.
 */
export const readXmlRows = (text: string, rowName: string, onRow: (row: XmlRow) => void): XmlElement | null => {
  const root: Node = {};
  const open: Open[] = [{ name: '', node: root, line: 1 }];
  const lineAt = lineCounter(text);
  let documents = 0;
  let position = declaration.exec(text)?.[0].length ?? 0;
  while (position < text.length) {
    const next = text.indexOf('<', position);
    const top = open.at(-1)!;
    const between = text.slice(position, next === -1 ? text.length : next);
    if (open.length > 1) top.node[TEXT] = TEXT in top.node ? `${String(top.node[TEXT])}${between}` : between;
    else if (between.trim() !== '') return null;
    if (next === -1) break;
    if (text.startsWith('<!--', next)) {
      const end = text.indexOf('--', next + 4);
      if (end === -1 || text[end + 2] !== '>') return null;
      position = end + 3;
      continue;
    }
    tag.lastIndex = next;
    const found = tag.exec(text);
    if (!found) return null;
    position = tag.lastIndex;
    const [, closed, opened = '', attributes = '', empty] = found;
    if (closed === undefined) {
      if (open.length > NESTING_MAX || (open.length === 1 && (documents += 1) > 1)) return null;
      const node: Node = Object.create(null);
      if (attributes !== '' && !takeAttributes(node, attributes)) return null;
      open.push({ name: opened, node, line: local(opened) === rowName ? lineAt(next) : 0 });
    }
    if (closed === undefined && empty === '') continue;
    const ended = open.pop()!;
    const parent = open.at(-1);
    if (!parent || ended.name !== (closed ?? opened)) return null;
    const name = local(ended.name);
    if (name === rowName) onRow({ element: ended.node, parent: parent.node, line: ended.line });
    else append(parent.node, name, ended.node);
  }
  return open.length === 1 && documents === 1 ? root : null;
};
