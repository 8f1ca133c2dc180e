import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { creditSourceConformance } from './credit-source-conformance.ts';
import { statementDrivers } from './statement.drivers.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withWorker: true });

for (const driver of await statementDrivers(product, database)) creditSourceConformance(driver, { product, database });
