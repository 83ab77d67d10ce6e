import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { chart } from './support/chart.ts';
import { isRendered, type Render } from './support/render.ts';

const readme = readFileSync(join(chart, 'README.md'), 'utf8');
const blocksOf = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text!);

/** Each `helm install` and `helm upgrade`, on one line. */
const commands = blocksOf('sh')
  .flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
  .filter((line) => /^helm (install|upgrade)\b/.test(line));

/** A file of the reader's own. */
const own = 'my-values.yaml';

/** What a command hands to Helm, as the shell gives it. */
const settingsOf = (command: string): Render => ({
  set: [...command.matchAll(/--set ('[^']*'|\S+)/g)].map(([, one]) => one!.replaceAll(/['"]/g, '')),
  values: [...command.matchAll(/(?:-f|--values) (\S+)/g)]
    .filter(([, file]) => file !== own)
    .map(([, file]) => join(chart, '../..', file!)),
});

describe('The README of the chart', () => {
  it.each(commands)('should show a command that works: %s', async (command) => {
    expect(await isRendered(settingsOf(command))).toBe(true);
  });

  it('should show an Argo CD application that works', async () => {
    const [application] = blocksOf('yaml')
      .map((block) => parse(block))
      .filter(({ kind }) => kind === 'Application');
    const { path, helm } = application.spec.source;
    const values = helm.valueFiles.map((file: string) => join(chart, '../..', path, file));
    expect(await isRendered({ release: helm.releaseName, values, valuesObject: helm.valuesObject })).toBe(true);
  });
});
