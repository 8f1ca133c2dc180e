/** After so many failures in a row an endpoint is tried by one delivery at a time. */
export const BREAKER_OPENS_AFTER = 10;
/** The first pause of an open breaker; it doubles with each failure that follows. */
export const BREAKER_SECONDS_FIRST = 5;
export const BREAKER_SECONDS_MAX = 300;
