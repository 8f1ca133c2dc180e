// PostgreSQL: shutting down, starting, too many connections, connection exceptions; Node: refused, reset, timed out.
const passing = /^(57P0[1-3]|53300|08\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/;
const passingMessage = /timeout exceeded when trying to connect|Connection terminated|pool is draining|Cannot use a pool after/i;

/** Whether a failure says that the database cannot be reached now, so that the same call may succeed in a few seconds. */
export const isDatabaseDown = (cause: unknown): boolean => {
  if (!(cause instanceof Error)) return false;
  const code = (cause as { readonly code?: unknown }).code;
  return (typeof code === 'string' && passing.test(code)) || passingMessage.test(cause.message);
};
