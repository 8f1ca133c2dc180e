import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server';
import type * as z from 'zod';
import type { ErrorBody } from './errors.ts';
import type { Operations } from './index.ts';
import type { Operation, Sent } from './kernel.ts';

export interface WireError {
  readonly message: string;
  readonly code: number;
  readonly data: ErrorBody;
}

interface Definition<O extends Operation> { input: Sent<O>; output: z.output<O['ok']['schema']>; meta: object }
type Procedure<O extends Operation> = O['method'] extends 'GET' ? TRPCQueryProcedure<Definition<O>> : TRPCMutationProcedure<Definition<O>>;
type Dashboard<Nouns> = { [V in keyof Nouns as Nouns[V] extends { readonly surface: 'dashboard' } ? V : never]: Nouns[V] extends Operation ? Procedure<Nouns[V]> : never };
type Procedures = { [N in keyof Operations as keyof Dashboard<Operations[N]> extends never ? never : N]: Dashboard<Operations[N]> };

/** The dashboard's view of the server, computed from the contract alone: no server type enters the browser build. */
export type AppRouter = TRPCBuiltRouter<{ ctx: object; meta: object; errorShape: WireError; transformer: false }, Procedures>;
