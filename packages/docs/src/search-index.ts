import { allOperations } from '@paygate/contract';
import { errors, type ErrorCode } from '@paygate/contract/errors';
import { events } from '@paygate/contract/events';
import type { WebhookEvent } from '@paygate/contract/kernel';
import { methodName } from '@paygate/sdk/methods';
import type { GuideFacts } from './facts.ts';
import { guidePath, slugs, type Language, type Slug } from './guide-list.ts';
import { isForIntegrators, referencePath } from './operation-link.ts';
import type { Rendered } from './render-markdown.ts';

/** One thing to find: its kind, title, address and words; of a part of a guide also the guide's title. */
export type SearchEntry = readonly [kind: 'guide' | 'operation' | 'error' | 'event', title: string, url: string, text: string, within?: string];

const guideEntries = (language: Language, slug: Slug, { title, sections }: Rendered): readonly SearchEntry[] =>
  sections.filter(({ id }) => slug !== 'errors' || !Object.hasOwn(errors, id))
    .map(({ id, title: part, text }) => (id === '' ? ['guide', title, guidePath(language, slug), text] : ['guide', part, `${guidePath(language, slug)}#${id}`, text, title]));

const errorEntries = (language: Language, { errorExample }: GuideFacts): readonly SearchEntry[] =>
  Object.keys(errors).filter((code): code is ErrorCode => Object.hasOwn(errors, code)).map((code) => {
    const { error, message } = errorExample(code);
    const [english = '', thai = ''] = message.split(' / ', 2);
    return ['error', code, `${guidePath(language, 'errors')}#${code}`, `${errors[code].status} ${error}. ${language === 'en' ? english : thai}`];
  });

/** What can be found in one language. Names of calls, methods and codes are the same in both. */
export const searchIndex = (language: Language, guides: Readonly<Record<Slug, Rendered>>, facts: GuideFacts): readonly SearchEntry[] => [
  ...slugs.flatMap((slug) => guideEntries(language, slug, guides[slug])),
  ...allOperations.filter(isForIntegrators).map((operation): SearchEntry => ['operation', `${operation.method} ${operation.path}`, referencePath(operation), `${operation.summary[language]}. ${operation.description?.[language] ?? ''} ${operation.surface === 'v1' ? methodName(operation) : ''}`.trim()]),
  ...errorEntries(language, facts),
  ...Object.values<WebhookEvent>(events).map(({ type, summary }): SearchEntry => ['event', type, `${guidePath(language, 'webhooks')}#events`, summary[language]]),
];
