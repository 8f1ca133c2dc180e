/**
 * Reads a date and time from a bank's file into a UTC instant (`2026-03-05T08:02:11.000Z`): ISO 8601 with `T` or a blank, seconds optional.
 * Without an offset it is Bangkok time, which is what Thai banks mean. Null for a bare date, a day that does not exist, or any other spelling.
 */
export function instantOfText(text: string): string | null {
  const parts = INSTANT.exec(text.trim())
  if (parts === null) return null
  const [, day = '', minute = '', second = ':00', fraction = '', offset = BANGKOK_OFFSET] = parts
  const offsetMinutes = offset === 'Z' ? '+00:00' : offset
  // Asked as UTC first, because Date quietly turns 30 February into 2 March.
  const wallClock = new Date(`${day}T${minute}${second}Z`)
  if (Number.isNaN(wallClock.getTime()) || !wallClock.toISOString().startsWith(`${day}T${minute}`)) return null
  const instant = new Date(`${day}T${minute}${second}${fraction.slice(0, MILLISECOND_TEXT_LENGTH)}${offsetMinutes}`)
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString()
}

const INSTANT = /^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})?$/
const BANGKOK_OFFSET = '+07:00'
/** A point and three digits: Date keeps no more. */
const MILLISECOND_TEXT_LENGTH = 4
