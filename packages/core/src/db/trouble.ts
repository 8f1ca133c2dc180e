// PostgreSQL: shutting down, starting, too many connections, connection exceptions, a session ended for idling or lasting too long, a lock not had in
// time, a deadlock (the transaction rolled back); Node: refused, reset, timed out, no way there, no name for it now.
const passing = /^(57P0[1-35]|25P0[34]|53300|55P03|40P01|08\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/;
const passingMessage = /timeout exceeded when trying to connect|Connection terminated|has encountered a connection error|pool is draining|Cannot use a pool after/i;

/** Whether the database said nothing within the time that an answer is waited for: nobody knows what became of the statement. */
export const isAnswerLost = (cause: unknown): cause is Error => cause instanceof Error && cause.message === 'Query read timeout';

/** Whether a failure says that the database cannot serve this now, so that the same call may succeed in a few seconds. */
export const isDatabaseDown = (cause: unknown): boolean => {
  if (!(cause instanceof Error)) return false;
  const code = (cause as { readonly code?: unknown }).code;
  return (typeof code === 'string' && passing.test(code)) || passingMessage.test(cause.message) || isAnswerLost(cause);
};

const broken = /^(57P0[1-35]|08\w{3}|ECONNRESET|EPIPE)$/;
const brokenMessage = /^Connection terminated( unexpectedly)?$|has encountered a connection error/;
/** Whether a connection that had been there was lost, so that the same statement may succeed on another at once. */
export const isConnectionBroken = (cause: unknown): boolean => {
  if (!(cause instanceof Error)) return false;
  const code = (cause as { readonly code?: unknown }).code;
  return (typeof code === 'string' && broken.test(code)) || brokenMessage.test(cause.message);
};

/** Whether the transaction lasted, or stood still, longer than it may: less of the same may succeed. */
export const isTooLong = (cause: unknown): boolean => cause instanceof Error && /^25P0[34]$/.test(String((cause as { readonly code?: unknown }).code));
/** Whether somebody else's lock was in the way, perhaps of some of the rows alone. */
export const isHeldUp = (cause: unknown): boolean => cause instanceof Error && /^(55P03|40P01)$/.test(String((cause as { readonly code?: unknown }).code));
