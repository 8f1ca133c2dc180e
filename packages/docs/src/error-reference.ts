import { allOperations, errorsOf } from '@paygate/contract';
import { errors, type ErrorCode } from '@paygate/contract/errors';
import type { Text } from '@paygate/contract/kernel';
import type { GuideFacts } from './facts.ts';
import type { Language } from './guide-list.ts';

const parts: readonly { readonly id: string; readonly title: Text; readonly holds: (status: number) => boolean }[] = [
  { id: 'bad-requests', title: { en: 'What you sent (400, 413)', th: 'ข้อมูลที่ส่งมา (400, 413)' }, holds: (status) => status === 400 || status === 413 },
  { id: 'who-you-are', title: { en: 'Who you are and what you may do (401, 403)', th: 'ตัวตนและสิทธิ์ (401, 403)' }, holds: (status) => status === 401 || status === 403 },
  { id: 'not-there', title: { en: 'What is not there (404)', th: 'ไม่พบ (404)' }, holds: (status) => status === 404 },
  { id: 'conflicts', title: { en: 'What does not fit the moment (409, 429)', th: 'ขัดกับสถานะปัจจุบัน (409, 429)' }, holds: (status) => status === 409 || status === 429 },
  { id: 'our-side', title: { en: 'What is on our side (500, 503)', th: 'ฝั่งระบบ (500, 503)' }, holds: (status) => status >= 500 },
];
const answeredBy: Text = { en: 'Answered by', th: 'ตอบจาก' };
const everywhere: Text = { en: 'any call', th: 'ทุกคำสั่ง' };
const elsewhere: Text = { en: 'the dashboard only', th: 'แดชบอร์ดเท่านั้น' };
const knows: Text = { en: '`details` may hold', th: '`details` อาจมี' };

const NAMED_MAX = 6;
const codes = Object.keys(errors).filter((code): code is ErrorCode => Object.hasOwn(errors, code));
const integratorOperations = allOperations.filter(({ surface }) => surface === 'v1' || surface === 'public');
const operationsWith = (code: ErrorCode) => integratorOperations.filter((operation) => errorsOf(operation).includes(code));

const whereText = (code: ErrorCode, language: Language): string => {
  const found = operationsWith(code);
  if (found.length === 0) return code === 'NOT_FOUND' ? everywhere[language] : elsewhere[language];
  return found.length > NAMED_MAX ? `${everywhere[language]} (${found.length})` : found.map(({ method, path }) => `\`${method} ${path}\``).join(', ');
};

const causeAndFix = (code: ErrorCode, language: Language, { errorExample }: GuideFacts): string => {
  const [english = '', thai = ''] = errorExample(code).message.split(' / ', 2);
  return asWritten(language === 'en' ? english : thai);
};

/** A sentence is not Markdown: what would be read as markup stands for itself. */
const asWritten = (sentence: string): string => sentence.replaceAll(/[<*]/g, String.raw`\$&`);

const entry = (code: ErrorCode, language: Language, facts: GuideFacts): string => {
  const { status, text } = errors[code];
  const { details, error } = facts.errorExample(code);
  return [
    `### ${code} {#${code}}`,
    `**${status}** · “${asWritten(error || text)}”`,
    causeAndFix(code, language, facts),
    ...(details ? [`${knows[language]} ${Object.keys(details).map((name) => `\`${name}\``).join(', ')}.`] : []),
    `${answeredBy[language]}: ${whereText(code, language)}.`,
  ].join('\n\n');
};

const isForDashboard = (code: ErrorCode): boolean => code !== 'NOT_FOUND' && operationsWith(code).length === 0;
const dashboardTitle: Text = { en: 'Only in the dashboard', th: 'เฉพาะในแดชบอร์ด' };
const section = (id: string, title: string, entries: readonly string[]): string => [`## ${title} {#${id}}`, ...entries].join('\n\n');

/** Every code of the catalogue with its cause and cure; its anchor is the code. What integrators never meet comes last. */
export const errorReference = (language: Language, facts: GuideFacts): string => {
  const entries = (holds: (code: ErrorCode) => boolean) => codes.filter(holds).toSorted().map((code) => entry(code, language, facts));
  return [
    ...parts.map(({ id, title, holds }) => section(id, title[language], entries((code) => holds(errors[code].status) && !isForDashboard(code)))),
    section('dashboard-only', dashboardTitle[language], entries(isForDashboard)),
  ].join('\n\n');
};
