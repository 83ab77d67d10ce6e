import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unprintable } from '@archon/values/unprintable';
import { askHelm } from './support/ask-helm.ts';
import { brokenRules } from './properties/values/repair.ts';
import { isRendered, refusals } from './support/render.ts';

const cannotPrint = ['\u007f', '\u0080', '\u009b', '\u009f', '\ufffe', '\uffff'];

/** A file in which each character is escaped: written as it is, Helm does not read the file at all. */
function escaped(values: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'archon-invisible-')), 'values.json');
  const escape = (text: string) => `\\u${text.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(file, JSON.stringify(values).replaceAll(/[\u007f-\uffff]/g, escape));
  return file;
}

// Values as they are read of a file: written into one, some of these keep validate and Helm from reading it at all.
describe('An invisible character', () => {
  it('should be what Helm’s toYaml prints nothing of', async () => {
    const codes = [
      ...Array.from({ length: 0x3100 }, (_, code) => code),
      ...Array.from({ length: 0x2000 }, (_, index) => 0xe000 + index),
    ];
    const texts = [...codes, 0x1f600, 0x1fffe, 0x10ffff].map((code) => `a${String.fromCodePoint(code)}b`);
    const template =
      '{{ $lost := list }}{{ range $index, $text := .cases }}{{ if not (toYaml $text) }}{{ $lost = append $lost $index }}{{ end }}{{ end }}{{ toJson $lost }}';
    const lost = await askHelm<number[]>(template)(texts);
    expect(lost).toEqual(texts.flatMap((text, index) => (unprintable.test(text) ? [index] : [])));
  });

  it.each(cannotPrint)('should be refused where Helm would drop all that is around it: %j', async (character) => {
    const valuesObject = {
      extraEnv: [
        { name: 'A', value: 'x' },
        { name: 'B', value: `a${character}b` },
      ],
    };
    const message = expect.stringContaining('holds the invisible character U+');
    expect(brokenRules(valuesObject)).toMatchObject([{ path: 'extraEnv[1].value', message }]);
    for (const error of await refusals({ values: [escaped(valuesObject)] }))
      expect(error).toMatch(/extraEnv: A text or a key in it holds/);
  });

  it.each([
    { podAnnotations: { 'example.com/a': '\u007f' } },
    { securityContext: { seLinuxOptions: { level: '\u0080' } } },
    { tolerations: [{ key: 'a', operator: 'Exists' }], global: { '\u009f': 1 } },
    { engine: { hfOverrides: { a: ['\ufffe'] } } },
  ])('should be refused wherever it is: %j', async (valuesObject) => {
    expect(brokenRules(valuesObject)).toHaveLength(1);
    for (const error of await refusals({ values: [escaped(valuesObject)] })) expect(error).toMatch(/in it holds/);
  });

  // A class such as \\s is of ASCII in Go, and of Unicode in JavaScript.
  const spaces = [
    '\t',
    '\v',
    '\f',
    ' ',
    '\u0085',
    '\u00a0',
    '\u1680',
    '\u2003',
    '\u2028',
    '\u3000',
    '\ufeff',
    '\u200b',
  ];
  it.each(spaces)('should mean the same to validate and both Helms: %j', async (space) => {
    const text = `a${space}b`;
    for (const valuesObject of [
      { model: { servedNames: [text] } },
      { ingress: { hosts: [{ host: 'a.b', paths: [{ path: `/${text}` }] }] } },
      { huggingFace: { endpoint: `https://${text}` } },
      { extraInitContainers: [{ name: 'a', image: text }] },
      { engine: { extraArgs: [`--served-model-name${space}a`] } },
      { engine: { extraArgs: [`--max-logprobs${space}5`] } },
      { engine: { extraArgs: [`--max-logprobs=5${space}`] } },
      { engine: { extraArgs: [`${space}--max-logprobs=5`] } },
    ])
      expect(await isRendered({ valuesObject }), JSON.stringify(valuesObject)).toBe(
        brokenRules(valuesObject).length === 0,
      );
  });
});
