/** `32768` as `32,768`; the whole part of a fraction. */
export function thousands(count: number): string {
  return String(Math.floor(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `32,768 tokens` */
export function tokens(count: number): string {
  return `${thousands(count)} tokens`;
}

/** `1.50 GiB` */
export function gib(figure: number): string {
  return `${figure.toFixed(2)} GiB`;
}
