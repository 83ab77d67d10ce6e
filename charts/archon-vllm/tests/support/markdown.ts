import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deepMerge, workspaceRoot } from '@archon/values';
import { parse } from 'yaml';

type Values = Parameters<typeof deepMerge>[0];

/** The text of a page, by its path in the repository. */
export const readPage = (page: string): string => readFileSync(join(workspaceRoot, page), 'utf8');

/** The code blocks of a language in a page, in their order. */
export const codeBlocks = (page: string, language: string): string[] =>
  [...readPage(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text!);

/** Each command of a page that starts with a program, on one line. */
export const commandsOf = (page: string, program: string): string[] =>
  codeBlocks(page, 'sh')
    .flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
    .filter((line) => line.startsWith(`${program} `));

/**
 * What my-values.yaml holds after each of its blocks in a page. "# my-values.yaml" begins a file, and ", added" after it
 * adds to the one before, as a reader does.
 */
export function valuesFiles(page: string): Values[] {
  let current: Values = {};
  return codeBlocks(page, 'yaml')
    .filter((block) => block.startsWith('# my-values.yaml'))
    .map((block) => {
      const added = parse(block) as Values;
      current = /^.*, added/.test(block) ? deepMerge(current, added) : added;
      return current;
    });
}
