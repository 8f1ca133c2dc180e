import type * as z from 'zod';
import { Refusal } from './errors.ts';
import type { Operation, Text } from './kernel.ts';

/** One field that does not fit, in words a person can act on. */
export interface FieldIssue {
  readonly field: string;
  readonly en: string;
  readonly th: string;
}

const own: Readonly<Record<string, Text>> = {
  amount: { en: 'must be a number in baht, more than 0, with at most 2 decimals', th: 'ต้องเป็นตัวเลข (บาท) มากกว่า 0 ทศนิยมไม่เกิน 2 ตำแหน่ง' },
  amountOrZero: { en: 'must be a number in baht, 0 or more, with at most 2 decimals', th: 'ต้องเป็นตัวเลข (บาท) ตั้งแต่ 0 ขึ้นไป ทศนิยมไม่เกิน 2 ตำแหน่ง' },
  percent: { en: 'must be a percentage from 0 to 100 with at most 2 decimals', th: 'ต้องเป็นร้อยละตั้งแต่ 0 ถึง 100 ทศนิยมไม่เกิน 2 ตำแหน่ง' },
  nothingToChange: { en: 'must name at least one field to change', th: 'ต้องระบุอย่างน้อยหนึ่งฟิลด์ที่จะแก้ไข' },
  characters: { en: 'must not contain control or invisible characters', th: 'ต้องไม่มีอักขระควบคุมหรืออักขระที่มองไม่เห็น' },
  instant: { en: 'must be an ISO 8601 instant with Z or an offset, between the years 1900 and 2199', th: 'ต้องเป็นเวลาแบบ ISO 8601 ที่มี Z หรือ offset ระหว่างปี 1900 ถึง 2199' },
  metadata: { en: 'must be at most 50 keys, 5 levels and 8 kB of plain JSON', th: 'ต้องไม่เกิน 50 คีย์ ลึกไม่เกิน 5 ชั้น และไม่เกิน 8 kB' },
  oneOfContent: { en: 'send exactly one of content and contentBase64', th: 'ส่ง content หรือ contentBase64 อย่างใดอย่างหนึ่ง' },
  base64: { en: 'must be valid base64', th: 'ต้องเป็น base64 ที่ถูกต้อง' },
  oneAmount: { en: 'name either a deposit column or an amount column', th: 'ระบุคอลัมน์เงินเข้าหรือคอลัมน์จำนวนเงินอย่างใดอย่างหนึ่ง' },
};

type Issue = z.core.$ZodIssue;
const sizeWords = (issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): Text => {
  const bound = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const least = issue.code === 'too_small';
  if (issue.origin === 'string') return { en: `must have ${least ? 'at least' : 'at most'} ${bound} characters`, th: `ต้องมีความยาว${least ? 'อย่างน้อย' : 'ไม่เกิน'} ${bound} ตัวอักษร` };
  if (issue.origin === 'array') return { en: `must have ${least ? 'at least' : 'at most'} ${bound} items`, th: `ต้องมี${least ? 'อย่างน้อย' : 'ไม่เกิน'} ${bound} รายการ` };
  return { en: `must be ${least ? 'at least' : 'at most'} ${bound}`, th: `ต้อง${least ? 'ไม่น้อยกว่า' : 'ไม่เกิน'} ${bound}` };
};

const words = (issue: Issue): Text => {
  const said = own[issue.message];
  if (said) return said;
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? { en: 'is required', th: 'จำเป็นต้องระบุ' } : { en: `must be of type ${issue.expected}`, th: `ต้องเป็นชนิด ${issue.expected}` };
    case 'too_small':
    case 'too_big':
      return sizeWords(issue);
    case 'invalid_value':
      return { en: `must be one of: ${issue.values.join(', ')}`, th: `ต้องเป็นค่าใดค่าหนึ่งต่อไปนี้: ${issue.values.join(', ')}` };
    case 'invalid_format':
      return { en: `must be a valid ${issue.format}`, th: `ต้องเป็นรูปแบบ ${issue.format} ที่ถูกต้อง` };
    case 'unrecognized_keys':
      return { en: `has unknown fields: ${issue.keys.join(', ')}`, th: `มีฟิลด์ที่ไม่รู้จัก: ${issue.keys.join(', ')}` };
    default:
      return { en: 'is not valid', th: 'ไม่ถูกต้อง' };
  }
};

const ISSUES_MAX = 20;
/** What Zod found, as at most 20 sentences in both languages. Never repeats a value that was sent. `whole` stands for what was parsed. */
export const explainIssues = (error: z.ZodError, whole = '(body)'): readonly FieldIssue[] =>
  error.issues.slice(0, ISSUES_MAX).map((issue) => ({ field: issue.path.join('.') || whole, ...words(issue) }));

/** The refusal of input that does not fit: with the code of the field that has its own, else with the operation's for input at large. */
export const refusalOfInput = ({ invalidCode = 'INVALID_REQUEST', invalidFields = {} }: Pick<Operation, 'invalidCode' | 'invalidFields'>, error: z.ZodError, whole?: string): Refusal => {
  const field = error.issues.map(({ path }) => String(path[0])).find((name) => name in invalidFields);
  return new Refusal((field !== undefined && invalidFields[field]) || invalidCode, { issues: explainIssues(error, whole) });
};
