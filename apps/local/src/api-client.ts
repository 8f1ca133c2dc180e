import type { Answer, Operation } from '@paygate/contract/kernel';

interface Sent { readonly params?: Readonly<Record<string, string>>; readonly body?: object }
export interface ApiClient {
  /** Calls a declared operation with a secret key; the answer is what its schema says, or this throws the refusal's sentence. */
  call<O extends Operation>(operation: O, sent?: Sent): Promise<Answer<O>>;
}

const ANSWER_MS_MAX = 15_000;

export const createApiClient = (baseUrl: string, secretKey: string): ApiClient => ({
  call: async <O extends Operation>(operation: O, { params, body }: Sent = {}): Promise<Answer<O>> => {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_hole, name: string) => encodeURIComponent(params?.[name] ?? ''));
    const response = await fetch(`${baseUrl}${path}`, {
      method: operation.method, signal: AbortSignal.timeout(ANSWER_MS_MAX),
      headers: { 'x-api-key': secretKey, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== operation.ok.status) throw new Error(`${operation.method} ${path} answered ${response.status}: ${text}`);
    return answered(operation, JSON.parse(text));
  },
});

/** The type says what parsing has just shown: schemas of answers change nothing. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema has checked the value, and answers are their own input
const answered = <O extends Operation>(operation: O, value: unknown): Answer<O> => operation.ok.schema.parse(value) as Answer<O>;
