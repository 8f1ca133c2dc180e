/** A test file as vitest describes it when it has ended. */
export interface EndedFile {
  readonly result?: { readonly state?: string } | undefined;
  readonly tasks?: readonly EndedFile[];
}
type Closing = (file: EndedFile) => unknown;

// Kept by the process: a worker runs many files, one after the other, with one set of modules.
let closings: Closing[] = [];

/** Closes what a file has opened when its tests have ended, the last opened first. Counts wherever it is called, in a hook or a test too, where `afterAll` is not heard any more. */
export const atEndOfFile = (close: Closing): void => { closings.push(close); };

/** Closes everything, whatever fails on the way, and then says what failed. */
export const closeAll = async (file: EndedFile): Promise<void> => {
  const due = closings.toReversed();
  closings = [];
  const failures: unknown[] = [];
  for (const close of due) {
    try {
      await close(file);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'what the file opened did not close');
};
