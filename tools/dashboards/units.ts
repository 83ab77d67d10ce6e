const plain = (value: number): string => {
  if (value === 0) return '0';
  const [size, letter] = Math.abs(value) >= 1e6 ? [1e6, ' Mil'] : Math.abs(value) >= 1e3 ? [1e3, ' K'] : [1, ''];
  return `${Number((value / size).toPrecision(3))}${letter}`;
};

const seconds = (value: number): string => {
  if (value === 0) return '0 s';
  if (value < 1e-3) return `${plain(value * 1e6)} µs`;
  if (value < 1) return `${plain(value * 1e3)} ms`;
  return value < 60 ? `${plain(value)} s` : `${plain(value / 60)} mins`;
};

/** How Grafana writes a number of each unit that the dashboards have. */
const formats: Record<string, (value: number) => string> = {
  short: plain,
  s: seconds,
  percentunit: (value) => `${plain(value * 100)}%`,
  percent: (value) => `${plain(value)}%`,
  reqps: (value) => `${plain(value)} req/s`,
  celsius: (value) => `${plain(value)} °C`,
  watt: (value) => `${plain(value)} W`,
  decmbytes: (value) => `${plain(value)} MB`,
};

/** What writes the numbers of a unit. */
export function unitFormat(unit: string): (value: number) => string {
  const format = formats[unit];
  if (!format) throw new Error(`A picture cannot write the unit ${unit}.`);
  return format;
}
