/** As much of autocannon 9 as the benches use; the package ships no types. */
declare module 'autocannon' {
  interface Request { readonly path?: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  interface Options {
    readonly url: string; readonly connections: number; readonly duration: number; readonly method: 'GET' | 'POST'; readonly headers: Readonly<Record<string, string>>; readonly overallRate?: number;
    readonly requests?: readonly { readonly setupRequest: (request: Request) => Request }[];
  }
  interface Result { readonly duration: number; readonly errors: number; readonly non2xx: number; readonly '2xx': number; readonly latency: { readonly p50: number; readonly p99: number } }
  export default function autocannon(options: Options): Promise<Result>;
}
