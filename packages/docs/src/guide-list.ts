import type { Text } from '@paygate/contract/kernel';

export const languages = ['en', 'th'] as const;
export type Language = (typeof languages)[number];

/** Every guide, in reading order. A guide's file is `guides/<language>/<slug>.md`. */
export const guideGroups = [
  { title: { en: 'Start', th: 'เริ่มต้น' }, slugs: ['quick-start', 'authentication', 'testing', 'cli'] },
  { title: { en: 'Money in', th: 'รับเงิน' }, slugs: ['payments', 'matching', 'webhooks'] },
  { title: { en: 'Money out', th: 'จ่ายเงินออก' }, slugs: ['payouts'] },
  { title: { en: 'Rules of the API', th: 'กติกาของ API' }, slugs: ['errors', 'idempotency', 'rate-limits'] },
  { title: { en: 'In production', th: 'ใช้งานจริง' }, slugs: ['going-live', 'firewall', 'rotation', 'changelog'] },
] as const satisfies readonly { readonly title: Text; readonly slugs: readonly string[] }[];

export type Slug = (typeof guideGroups)[number]['slugs'][number];
export const slugs: readonly Slug[] = guideGroups.flatMap((group): readonly Slug[] => group.slugs);
export const isSlug = (text: string): text is Slug => slugs.some((slug) => slug === text);

/** Where the guides of a language begin. */
export const homePath = (language: Language): string => (language === 'en' ? '/docs/guides' : `/docs/${language}/guides`);
export const guidePath = (language: Language, slug: Slug): string => `${homePath(language)}/${slug}`;
