// PostgreSQL: shutting down, starting, too many connections, connection exceptions, a lock not had in time, a deadlock
// (the transaction rolled back); Node: refused, reset, timed out.
const passing = /^(57P0[1-3]|53300|55P03|40P01|08\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/;
const passingMessage = /timeout exceeded when trying to connect|Connection terminated|pool is draining|Cannot use a pool after/i;

/** Whether a failure says that the database cannot serve this now, so that the same call may succeed in a few seconds. */
export const isDatabaseDown = (cause: unknown): boolean => {
  if (!(cause instanceof Error)) return false;
  const code = (cause as { readonly code?: unknown }).code;
  return (typeof code === 'string' && passing.test(code)) || passingMessage.test(cause.message);
};
