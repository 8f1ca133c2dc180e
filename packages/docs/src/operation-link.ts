import type { Operation } from '@paygate/contract/kernel';

/** `payments.create` in the live reference. Dashboard operations are not shown there. */
export const referencePath = ({ tag, method, path }: Operation): string => `/docs#tag/${tag.toLowerCase()}/${method}${path}`;

/** What integrators call or answer for: the live reference shows these. */
export const isForIntegrators = ({ surface }: Operation): boolean => surface === 'v1' || surface === 'public';
