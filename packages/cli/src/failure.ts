/** How the program ends: 0 done, 1 refused or failed, 2 used wrongly, 3 not signed in or not allowed, 4 no answer from the server. */
export const exitCodes = { done: 0, failed: 1, usage: 2, access: 3, unreachable: 4 } as const;
/** With the number of the signal: ended by it before there was a result, as a shell says it. */
export const SIGNALLED = 128;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What went wrong, in words, and what to do about it. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly fix: string;
  readonly requestId: string | undefined;
  readonly details: unknown;
  constructor(told: { readonly exitCode: ExitCode; readonly code: string; readonly message: string; readonly fix: string; readonly requestId?: string | undefined; readonly details?: unknown }) {
    super(told.message);
    this.exitCode = told.exitCode;
    this.code = told.code;
    this.fix = told.fix;
    this.requestId = told.requestId;
    this.details = told.details;
  }
}

export const usage = (message: string, fix: string): Failure => new Failure({ exitCode: exitCodes.usage, code: 'USAGE', message, fix });
