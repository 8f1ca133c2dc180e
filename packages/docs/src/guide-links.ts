import { allOperations } from '@paygate/contract';
import { errors } from '@paygate/contract/errors';
import { events } from '@paygate/contract/events';
import { guidePath, isSlug, type Language } from './guide-list.ts';
import { isForIntegrators, referencePath } from './operation-link.ts';

const references = new Map(allOperations.filter(isForIntegrators).map((operation) => [`${operation.method} ${operation.path}`, referencePath(operation)]));

/** Where `like this` leads: a code to its cause and cure, an event to its table, a call to the live reference. Undefined for other code. */
export const linkOfCode = (text: string, language: Language): string | undefined => {
  if (Object.hasOwn(errors, text)) return `${guidePath(language, 'errors')}#${text}`;
  if (Object.hasOwn(events, text)) return `${guidePath(language, 'webhooks')}#events`;
  return references.get(text);
};

/** A guide links another by slug, `webhooks#verify`; what begins with a slash or a scheme stays. Throws for a guide that does not exist. */
export const linkOf = (href: string, language: Language, suffix = ''): string => {
  if (/^(\/|https?:|mailto:|#)/.test(href)) return href;
  const [slug = '', anchor] = href.split('#');
  if (!isSlug(slug)) throw new Error(`A guide links to ${href}, which is no guide.`);
  return `${guidePath(language, slug)}${suffix}${anchor === undefined ? '' : `#${anchor}`}`;
};
