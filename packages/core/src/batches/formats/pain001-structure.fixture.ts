/**
 * A second opinion on pain.001, for tests: its own small XML reader and the structure of the official pain.001.001.03 and .09
 * schemas (names, order, cardinality, lengths, patterns) for every type the writer uses, written down from the standard. It is not the
 * schema itself: parts of a type the writer never fills are known by name and place, and refused only when they are out of place or empty.
 */
export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
  readonly text: string
}

/** Reads well-formed XML of elements, attributes and text; throws on everything else. */
export function parseStrictly(xml: string): XmlNode {
  let position = 0
  const expectMatch = (pattern: RegExp): RegExpExecArray => {
    pattern.lastIndex = position
    const match = pattern.exec(xml)
    if (match === null) throw new Error(`XML: ${pattern.source} expected at ${position}: ${xml.slice(position, position + 40)}`)
    position += match[0].length
    return match
  }
  const node = (): XmlNode => {
    const [, name = '', attributeText = ''] = expectMatch(/<([A-Za-z0-9]+)((?: [A-Za-z]+="[^"<&]*")*)>/y)
    const attributes = Object.fromEntries(Array.from(attributeText.matchAll(/([A-Za-z]+)="([^"]*)"/g), (match) => [match[1] ?? '', match[2] ?? '']))
    const children: XmlNode[] = []
    let text = ''
    for (;;) {
      text += expectMatch(/[^<]*/y)[0]
      if (xml.startsWith('</', position)) break
      children.push(node())
    }
    expectMatch(new RegExp(`</${name}>`, 'y'))
    if (children.length > 0 && text.trim() !== '') throw new Error(`XML: text beside elements in ${name}`)
    return { name, attributes, children, text: children.length > 0 ? '' : unescaped(text) }
  }
  expectMatch(/<\?xml version="1\.0" encoding="UTF-8"\?>\s*/y)
  const root = node()
  expectMatch(/\s*$/y)
  return root
}

function unescaped(text: string): string {
  return text.replace(/&([a-z]*;?)/g, (_, entity: string) => {
    const character = { 'amp;': '&', 'lt;': '<', 'gt;': '>', 'quot;': '"', 'apos;': "'" }[entity]
    if (character === undefined) throw new Error(`XML: &${entity}`)
    return character
  })
}

type Simple = (text: string) => boolean
type Element = readonly [name: string, min: 0 | 1, max: number, type: string]
type Complex = { readonly sequence: readonly Element[] } | { readonly choice: readonly Element[] }

const many = Number.POSITIVE_INFINITY
const lengthUpTo = (max: number): Simple => (text) => Array.from(text).length >= 1 && Array.from(text).length <= max
const pattern = (expression: RegExp): Simple => (text) => expression.test(text)
const decimal = (fractionDigitsMax: number): Simple => (text) => {
  const parts = /^(?:\+|-(?=0*\.?0*$))?(\d*)(?:\.(\d*))?$/.exec(text.trim())
  const [whole, fraction] = [(parts?.[1] ?? '').replace(/^0+/, ''), (parts?.[2] ?? '').replace(/0+$/, '')]
  return parts !== null && /\d/.test(text) && fraction.length <= fractionDigitsMax && whole.length + fraction.length <= 18
}

const SIMPLE: Readonly<Record<string, Simple>> = {
  Max15NumericText: pattern(/^[0-9]{1,15}$/),
  Max34Text: lengthUpTo(34),
  Max35Text: lengthUpTo(35),
  Max70Text: lengthUpTo(70),
  Max140Text: lengthUpTo(140),
  ClearingSystemCode: lengthUpTo(5),
  PaymentMethod: pattern(/^(CHK|TRF|TRA)$/),
  ChargeBearer: pattern(/^(DEBT|CRED|SHAR|SLEV)$/),
  Boolean: pattern(/^\s*(true|false|0|1)\s*$/),
  Currency: pattern(/^[A-Z]{3}$/),
  Amount: decimal(5),
  DecimalNumber: decimal(17),
  ISODate: pattern(/^\s*\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\s*$/),
  ISODateTime: pattern(/^\s*\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)?\s*$/),
}

const optional = (names: string): Element[] => names.split(' ').map((name) => [name, 0, 1, 'any'])

/** `any` marks parts the writer never fills. Version 09 differs from 03 in the types chosen by `v`. */
function complexTypes(version: '03' | '09'): Readonly<Record<string, Complex>> {
  const v = <T>(three: T, nine: T): T => (version === '03' ? three : nine)
  return {
    Document: { sequence: [['CstmrCdtTrfInitn', 1, 1, 'Initiation']] },
    Initiation: { sequence: [['GrpHdr', 1, 1, 'GroupHeader'], ['PmtInf', 1, many, 'PaymentInstruction'], ...v([], [['SplmtryData', 0, many, 'any'] satisfies Element])] },
    GroupHeader: { sequence: [['MsgId', 1, 1, 'Max35Text'], ['CreDtTm', 1, 1, 'ISODateTime'], ['Authstn', 0, 2, 'any'], ['NbOfTxs', 1, 1, 'Max15NumericText'], ['CtrlSum', 0, 1, 'DecimalNumber'], ['InitgPty', 1, 1, 'Party'], ...optional(v('FwdgAgt', 'FwdgAgt InitnSrc'))] },
    PaymentInstruction: { sequence: [
      ['PmtInfId', 1, 1, 'Max35Text'], ['PmtMtd', 1, 1, 'PaymentMethod'], ['BtchBookg', 0, 1, 'Boolean'], ['NbOfTxs', 0, 1, 'Max15NumericText'], ['CtrlSum', 0, 1, 'DecimalNumber'],
      ...optional('PmtTpInf'), ['ReqdExctnDt', 1, 1, v('ISODate', 'DateChoice')], ...optional('PoolgAdjstmntDt'), ['Dbtr', 1, 1, 'Party'], ['DbtrAcct', 1, 1, 'Account'], ['DbtrAgt', 1, 1, 'Agent'],
      ...optional(v('DbtrAgtAcct UltmtDbtr', 'DbtrAgtAcct InstrForDbtrAgt UltmtDbtr')), ['ChrgBr', 0, 1, 'ChargeBearer'], ...optional('ChrgsAcct ChrgsAcctAgt'), ['CdtTrfTxInf', 1, many, 'Transaction'],
    ] },
    DateChoice: { choice: [['Dt', 1, 1, 'ISODate'], ['DtTm', 1, 1, 'ISODateTime']] },
    Party: { sequence: [['Nm', 0, 1, 'Max140Text'], ...optional('PstlAdr Id CtryOfRes CtctDtls')] },
    Account: { sequence: [['Id', 1, 1, 'AccountId'], ...optional('Tp'), ['Ccy', 0, 1, 'Currency'], ['Nm', 0, 1, 'Max70Text'], ...v([], optional('Prxy'))] },
    AccountId: { choice: [['IBAN', 1, 1, 'any'], ['Othr', 1, 1, 'GenericAccount']] },
    GenericAccount: { sequence: [['Id', 1, 1, 'Max34Text'], ...optional('SchmeNm'), ['Issr', 0, 1, 'Max35Text']] },
    Agent: { sequence: [['FinInstnId', 1, 1, 'Institution'], ...optional('BrnchId')] },
    Institution: { sequence: [...optional(v('BIC', 'BICFI')), ['ClrSysMmbId', 0, 1, 'ClearingMember'], ...optional(v('Nm PstlAdr Othr', 'LEI Nm PstlAdr Othr'))] },
    ClearingMember: { sequence: [['ClrSysId', 0, 1, 'ClearingSystem'], ['MmbId', 1, 1, 'Max35Text']] },
    ClearingSystem: { choice: [['Cd', 1, 1, 'ClearingSystemCode'], ['Prtry', 1, 1, 'Max35Text']] },
    Transaction: { sequence: [
      ['PmtId', 1, 1, 'PaymentId'], ...optional('PmtTpInf'), ['Amt', 1, 1, 'AmountChoice'], ...optional('XchgRateInf'), ['ChrgBr', 0, 1, 'ChargeBearer'],
      ...optional('ChqInstr UltmtDbtr IntrmyAgt1 IntrmyAgt1Acct IntrmyAgt2 IntrmyAgt2Acct IntrmyAgt3 IntrmyAgt3Acct'),
      ['CdtrAgt', 0, 1, 'Agent'], ...optional('CdtrAgtAcct'), ['Cdtr', 0, 1, 'Party'], ['CdtrAcct', 0, 1, 'Account'], ...optional('UltmtCdtr'), ['InstrForCdtrAgt', 0, many, 'any'],
      ...optional('InstrForDbtrAgt Purp'), ['RgltryRptg', 0, 10, 'any'], ...optional('Tax'), ['RltdRmtInf', 0, 10, 'any'], ['RmtInf', 0, 1, 'Remittance'], ...v([], [['SplmtryData', 0, many, 'any'] satisfies Element]),
    ] },
    PaymentId: { sequence: [['InstrId', 0, 1, 'Max35Text'], ['EndToEndId', 1, 1, 'Max35Text'], ...v([], optional('UETR'))] },
    AmountChoice: { choice: [['InstdAmt', 1, 1, 'Amount'], ['EqvtAmt', 1, 1, 'any']] },
    Remittance: { sequence: [['Ustrd', 0, many, 'Max140Text'], ['Strd', 0, many, 'any']] },
  }
}

/** Every way in which the document departs from the structure of its version; empty when it fits. */
export function structureProblems(root: XmlNode, version: '03' | '09'): string[] {
  const types = complexTypes(version)
  const problems: string[] = []
  const visit = (node: XmlNode, type: string, path: string): void => {
    const complex = types[type]
    const allowedAttributes = node.name === 'Document' ? ['xmlns'] : type === 'Amount' ? ['Ccy'] : []
    if (Object.keys(node.attributes).join() !== allowedAttributes.join()) problems.push(`${path}: attributes`)
    if (type === 'Amount' && !SIMPLE.Currency?.(node.attributes.Ccy ?? '')) problems.push(`${path}: currency`)
    if (complex === undefined) {
      if (node.children.length > 0 || !(SIMPLE[type]?.(node.text) ?? false)) problems.push(`${path}: ${type}`)
      return
    }
    if (node.text.trim() !== '') problems.push(`${path}: text`)
    problems.push(...('choice' in complex ? choiceProblems(node, complex.choice, path) : sequenceProblems(node, complex.sequence, path)))
    const elements = 'choice' in complex ? complex.choice : complex.sequence
    for (const child of node.children) {
      const element = elements.find(([name]) => name === child.name)
      if (element !== undefined) visit(child, element[3], `${path}/${child.name}`)
    }
  }
  if (root.name !== 'Document' || root.attributes.xmlns !== `urn:iso:std:iso:20022:tech:xsd:pain.001.001.${version}`) problems.push('Document: namespace')
  visit(root, 'Document', 'Document')
  return problems
}

function choiceProblems(node: XmlNode, elements: readonly Element[], path: string): string[] {
  const isOne = node.children.length === 1 && elements.some(([name]) => name === node.children[0]?.name)
  return isOne ? [] : [`${path}: one of ${elements.map(([name]) => name).join(', ')}`]
}

function sequenceProblems(node: XmlNode, elements: readonly Element[], path: string): string[] {
  const problems: string[] = []
  let next = 0
  for (const [name, min, max] of elements) {
    const first = next
    while (node.children[next]?.name === name) next += 1
    if (next - first < min || next - first > max) problems.push(`${path}/${name}: ${next - first} times`)
  }
  if (next < node.children.length) problems.push(`${path}/${node.children[next]?.name ?? ''}: out of place`)
  return problems
}
