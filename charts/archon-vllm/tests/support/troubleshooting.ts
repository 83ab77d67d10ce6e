import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chart } from './chart.ts';

/** A sign of trouble as the chart quotes it, and what the chart says about it. */
export interface Trouble {
  signs: string[];
  advice: string;
}

/** The command of NOTES that shows why a release does not start: arguments of kubectl. */
export function commandOf(notes: string): string[] {
  const section = notes.slice(notes.indexOf('\nTroubleshooting\n')).replaceAll(/ \\\n */g, ' ');
  return shellWords(/^ {2}kubectl (.*)$/m.exec(section)![1]!);
}

/** The arguments of a command as a shell splits them, without single quotes. */
const shellWords = (command: string): string[] =>
  command.match(/(?:'[^']*'|\S)+/g)!.map((word) => word.replaceAll("'", ''));

/** The table "When it does not start" of the chart's README. */
export function readmeTroubles(): Trouble[] {
  const readme = readFileSync(join(chart, 'README.md'), 'utf8');
  const [, section] = /^## When it does not start\n([\s\S]*?)\n## /m.exec(readme)!;
  const rows = section!.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
  return rows.slice(1).map((row) => {
    const [seen, ...told] = row.slice(1, -1).split(/(?<!\\)\|/);
    return { signs: [...seen!.matchAll(/`([^`]+)`/g)].map(([, sign]) => sign!), advice: told.join(' ') };
  });
}

/** The advice about a text that Kubernetes or Helm printed; `…` in a sign matches any word. */
export const troublesIn = (printed: string, troubles: readonly Trouble[]): Trouble[] =>
  troubles.filter(({ signs }) => signs.some((sign) => patternOf(sign).test(printed)));

const patternOf = (sign: string): RegExp =>
  new RegExp(sign.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('…', String.raw`\S+`));
