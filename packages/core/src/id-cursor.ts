import { isUuid } from '@paygate/contract/scalars';

/** A place in a list, as text that says nothing to callers, so that what it holds may change. */
export const cursorOfId = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

/** Undefined for what is no cursor of ours. */
export const idOfCursor = (cursor: string): string | undefined => {
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isUuid(id) ? id : undefined;
};
