/** What the durations of a rule are divided by in a test: a minute becomes a second. */
const shorter = 60;

/** A rule of Prometheus, as far as time is concerned. */
interface Rule {
  expr: string;
  for?: string;
}

const milliseconds = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A rule with its durations divided, by text: windows, offsets and `for`. Nothing else of it changes. */
export function shortRule<T extends Rule>(rule: T): T {
  const expr = rule.expr.replaceAll(/(?<=\[|\boffset )\d+[smhd]\b/g, shortDuration);
  return { ...rule, expr, ...(rule.for !== undefined && { for: shortDuration(rule.for) }) };
}

function shortDuration(duration: string): string {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  if (!count) throw new Error(`${duration} is not one number and one unit.`);
  return `${Math.round((Number(count) * milliseconds[unit as keyof typeof milliseconds]) / shorter)}ms`;
}
