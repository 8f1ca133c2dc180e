import { openVisitor, type Eyes, type Visitor } from '../support/browser.ts';

export { hasChromium, screens, type Eyes } from '../support/browser.ts';
export type Payer = Visitor;

/** Opens a payer with a fresh browser for the length of `visit`. */
export const asPayer = async (eyes: Eyes, visit: (payer: Payer) => Promise<void>): Promise<void> => {
  const payer = await openVisitor(eyes);
  try {
    await visit(payer);
  } finally {
    await payer.close();
  }
};
