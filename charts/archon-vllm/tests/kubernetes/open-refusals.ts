/** What Kubernetes refuses and the chart does not, and why it stays so. docs/07-what-is-proven.md has the same list. */
export const openRefusals: { line: RegExp; why: string }[] = [];
