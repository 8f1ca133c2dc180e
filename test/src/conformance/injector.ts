import { createServer } from '@paygate/api/server';
import type { Operation } from '@paygate/contract/kernel';
import { atEndOfFile } from '../support/end-of-file.ts';
import type { TestProduct } from '../support/test-product.ts';
import type { Answered } from './expect-declared.ts';
import { rawOf, urlOf, type Input } from './house.ts';

export interface Injected extends Answered { readonly milliseconds: number }
export type Inject = (operation: Operation, input: Input, headers: Record<string, string>) => Promise<Injected>;

/** Sends without a socket, each call from another address, so that the limit on sign-ins per address is not what answers. */
export const openInjector = async (product: TestProduct): Promise<Inject> => {
  const app = await createServer(product.platform);
  atEndOfFile(() => app.close());
  let calls = 0;
  return async (operation, input, headers) => {
    calls += 1;
    const raw = rawOf(input);
    const started = performance.now();
    const { statusCode, payload, headers: answered } = await app.inject({
      method: operation.method, url: urlOf(operation, input), remoteAddress: `10.${(calls >> 16) & 255}.${(calls >> 8) & 255}.${calls & 255}`,
      headers: { ...(raw !== '' && { 'content-type': 'application/json' }), ...headers }, ...(raw !== '' && { payload: raw }),
    });
    return { status: statusCode, body: JSON.parse(payload), requestId: String(answered['x-request-id']), milliseconds: performance.now() - started };
  };
};
