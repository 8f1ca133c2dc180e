import { expect } from 'vitest';
import type { TestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant, type TestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';
import { openFolder } from './languages.ts';
import { openPublicAddress, type PublicAddress } from './public-address.ts';

/** The running product behind the public address that its downloads name, and a folder with those downloads. */
export interface SdkProduct { readonly product: TestProduct; readonly address: PublicAddress; readonly folder: string }

export const startSdkProduct = async (database: TestDatabase): Promise<SdkProduct> => {
  const address = await openPublicAddress();
  const product = await startTestProduct(database, { withWorker: true, withBank: true, environment: { PUBLIC_BASE_URL: address.url } });
  address.forwardTo(product.baseUrl);
  const folder = await openFolder(async (name) => {
    const answer = await fetch(`${product.baseUrl}/sdk/${name}`);
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([200, `attachment; filename="${name}"`]);
    return answer.text();
  });
  return { product, address, folder };
};

/** A merchant whose balance came by a payment, paid at the sandbox bank. */
export const fundedMerchant = async (product: TestProduct, baht: number): Promise<TestMerchant> => {
  const merchant = await product.addMerchant({ feeBps: 0 });
  const { body } = await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: baht });
  await product.call(merchant.secretKey, 'POST', `/api/v1/sandbox/payments/${body.transaction.id}/pay`);
  await until('the balance to arrive', async () => (await product.call(merchant.secretKey, 'GET', '/api/v1/balance')).body.balance === baht);
  return merchant;
};
