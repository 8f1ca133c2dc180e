import { errors, type ErrorCode } from './error-catalogue.ts';

export { errors, type ErrorCode };

export type RefusalDetails = Readonly<Record<string, unknown>>;

/** A refusal the contract knows. Anything else thrown is a bug and leaves as SERVER_ERROR. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  readonly details: RefusalDetails | null;
  constructor(code: ErrorCode, details: RefusalDetails | null = null) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

const filled = (sentence: string, details: RefusalDetails | null): string =>
  sentence.replaceAll(/\{(\w+)\}/g, (hole, name: string) => {
    const value = details?.[name];
    if (value === undefined) return hole;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });

export interface ErrorBody {
  readonly error: string;
  readonly message: string;
  readonly code: ErrorCode;
  readonly details: RefusalDetails | null;
  readonly requestId: string;
}

/** The one body of every refusal. `failureText` is the operation's own text for SERVER_ERROR. */
export const errorBody = (refusal: Refusal, requestId: string, failureText?: string): ErrorBody => {
  const { text, cause, fix } = errors[refusal.code];
  const said = (language: 'en' | 'th') => filled(`${cause[language]} ${fix[language]}`, refusal.details);
  return {
    error: refusal.code === 'SERVER_ERROR' && failureText !== undefined ? failureText : filled(text, refusal.details),
    message: `${said('en')} / ${said('th')}`,
    code: refusal.code,
    details: refusal.details,
    requestId,
  };
};
