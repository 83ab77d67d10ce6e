import { cpus, totalmem } from 'node:os';
import pc from 'picocolors';
import { moduleVersion } from '@archon/testbed/go';
import { type Figure, formatGoal, formatValue, verdict } from './figure.ts';

const paint = { pass: pc.green, miss: pc.red, '': String };

/** The figures as a table for a terminal. */
export function table(figures: Figure[]): string {
  const rows = figures.map((figure) => [figure.name, formatValue(figure), formatGoal(figure)] as const);
  const headings = ['what', 'result', 'goal'] as const;
  const [what, value, goal] = [0, 1, 2].map((index) =>
    Math.max(...[headings, ...rows].map((row) => row[index]!.length)),
  );
  const line = (row: readonly [string, string, string]): string =>
    `${row[0].padEnd(what!)}  ${row[1].padStart(value!)}  ${row[2].padStart(goal!)}`;
  const body = figures.map((figure, index) => {
    const result = verdict(figure);
    return `${line(rows[index]!)}  ${paint[result](result.padEnd(4))}  ${pc.dim(figure.remark)}`;
  });
  return [pc.bold(line(headings)), ...body].join('\n');
}

/** The figures as a page of the documentation, to be formatted by prettier. */
export function page(figures: Figure[], circumstances: Record<string, string>): string {
  const rows = figures.map((figure) =>
    [figure.name, formatValue(figure), formatGoal(figure), verdict(figure), figure.remark].join(' | '),
  );
  const node = figures.some(({ name }) => name.startsWith('real node'))
    ? 'The real node is measured once'
    : 'The real node was not measured (`--node` does it)';
  return `# Benchmarks

Written by \`npm run bench -- --write\`. Each time is the median of the runs below; what is compared
runs alternately, and each ratio is one of two medians. ${node}: [what it is](07-what-is-proven.md).

${Object.entries(circumstances)
  .map(([name, text]) => `- ${name}: ${text}`)
  .join('\n')}

| What | Result | Goal | | What is in it |
| --- | ---: | ---: | --- | --- |
${rows.map((row) => `| ${row} |`).join('\n')}
`;
}

/** What a reader needs to know about the machine; no name of a host or a path. */
export function describeMachine(rounds: number): Record<string, string> {
  const cores = cpus();
  return {
    Date: new Date().toISOString().slice(0, 10),
    Machine: `${cores.length} cores of ${cores[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    Node: process.version,
    Helm: ['helm.sh/helm/v4', 'helm.sh/helm/v3'].map((module) => moduleVersion(module)).join(' and '),
    Runs: `${rounds} of each`,
  };
}
