const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]+/gu;
/** One line of visible text, cut at `max`; null when nothing is left. What cannot be shown or stored becomes a blank. */
export const cleanText = (text: string | null | undefined, max: number): string | null => {
  const clean = (text ?? '').replaceAll(invisible, ' ').replaceAll(/\s+/g, ' ').trim().slice(0, max).toWellFormed().trim();
  return clean === '' ? null : clean;
};
