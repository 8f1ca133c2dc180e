/** When the bank is asked again while an outcome is open: soon at first, then with patience, for as long as it takes. */
export const lookAgainSeconds = (ageSeconds: number): number => {
  if (ageSeconds < 60) return 2;
  if (ageSeconds < 600) return 15;
  return ageSeconds < 3_600 ? 60 : 600;
};

/** A receiving bank may return a transfer after we were told it was settled; most returns show within the day. */
export const RECHECK_AFTER_SECONDS: readonly number[] = [10, 600, 21_600, 86_400];
