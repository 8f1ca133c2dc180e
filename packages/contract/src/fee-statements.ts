import * as z from 'zod';

export const FeeStatementStatus = z.enum(['OPEN', 'PAID', 'VOID']);
export type FeeStatementStatus = z.output<typeof FeeStatementStatus>;
