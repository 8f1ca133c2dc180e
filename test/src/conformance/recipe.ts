import type { Operation } from '@paygate/contract/kernel';
import { enter, type SignedIn } from '../support/sign-in.ts';
import type { TestProduct } from '../support/test-product.ts';
import type { House, Input } from './house.ts';

/** What to send so that the operation succeeds for this household; may differ each time. */
export type Recipe = (house: House, operation: Operation) => Promise<Input>;

export const exampleBody = ({ examples }: Operation) => examples[0].body ?? {};

/** Another operator, and another owner of the merchant, who stay signed in whatever is tried on the household; signing in is limited. */
const assistants = new WeakMap<TestProduct, { readonly operator: SignedIn; readonly owner: SignedIn }>();
export const assistantsOf = async ({ product, database, merchant }: House) => {
  const known = assistants.get(product) ?? { operator: await enter(product, database, { role: 'payout_operator' }), owner: await enter(product, database, { merchantId: merchant.id }) };
  assistants.set(product, known);
  return known;
};
