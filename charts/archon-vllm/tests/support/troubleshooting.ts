import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chart } from './chart.ts';

/** A sign of trouble as the chart quotes it, and what the chart says about it. */
export interface Trouble {
  signs: string[];
  advice: string;
}

/** Commands that show why a release does not start, each with the signs to look for in what it prints. */
export interface Lookup {
  /** Arguments of kubectl. */
  command: string[];
  troubles: Trouble[];
}

/** The section "IF IT DOES NOT START" of NOTES: commands, and below each what it may print and what that means. */
export function lookupsOf(notes: string): Lookup[] {
  const section = notes.slice(notes.indexOf('IF IT DOES NOT START')).replaceAll(/ \\\n */g, ' ');
  const lookups: Lookup[] = [];
  for (const line of section.split('\n').slice(1)) {
    const command = /^ {2}kubectl (.*)$/.exec(line);
    if (command) lookups.push({ command: shellWords(command[1]!), troubles: [] });
    const trouble = /^ {4}(\S.*?) {2,}(\S.*)$/.exec(line);
    if (trouble) lookups.at(-1)!.troubles.push({ signs: trouble[1]!.split(' or '), advice: trouble[2]! });
  }
  return lookups;
}

/** The words of a command as a shell takes them, single quotes away. */
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

/** What is told about a text that Kubernetes or Helm printed; `…` in a sign stands for any word. */
export const troublesIn = (printed: string, troubles: readonly Trouble[]): Trouble[] =>
  troubles.filter(({ signs }) => signs.some((sign) => patternOf(sign).test(printed)));

const patternOf = (sign: string): RegExp =>
  new RegExp(sign.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('…', String.raw`\S+`));
