/** `2.47`: GiB as the planner's figures are worth. */
export const gib = (figure: number): string => figure.toFixed(2);

/** `131,072` */
export function tokens(count: number | null): string {
  if (count === null || !Number.isFinite(count)) return '?';
  return String(Math.floor(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `yes`, `no` or `open`. */
export const fitsWord = (fits: boolean | null): string => (fits === null ? 'open' : fits ? 'yes' : 'no');

/** `a, b or c` */
export function orList(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
