import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { sandboxBankSource, scbSource } from './bank.drivers.ts';
import { creditSourceConformance } from './credit-source-conformance.ts';
import { signedFeed } from './signed-feed.driver.ts';
import { slipUpload } from './slip.driver.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withWorker: true, withBank: true });

for (const driver of [signedFeed, sandboxBankSource, scbSource, slipUpload]) creditSourceConformance(driver, { product, database });
