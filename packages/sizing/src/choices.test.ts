import { describe, expect, it } from 'vitest';
import { availableOn, flagChoices, unknownChoices } from './choices.ts';
import { choicesOn, findFlag } from './flags.ts';
import { loadCatalog } from './load-catalog.ts';
import { releases } from './releases.ts';

const flag = (name: string) => findFlag(name)!.flag;

describe('choicesOn', () => {
  it.each([
    ['mamba-cache-mode', '0.31.0', ['all', 'align', 'none']],
    ['mamba-cache-mode', '0.32.0', ['align', 'none']],
    ['model-impl', '0.10.2', ['auto', 'vllm', 'transformers', 'terratorch']],
    // From then on any string is taken.
    ['model-impl', '0.11.0', undefined],
    // No list until then.
    ['safetensors-load-strategy', '0.23.0', undefined],
    ['max-logprobs', '0.33.0', undefined],
    // What the platform adds is not in the catalog.
    ['mm-processor-device', '0.33.0', undefined],
    ['moe-backend', '0.99.0', undefined],
    ['moe-backend', 'latest', undefined],
  ])('should know the choices of %s on %s', (name, release, choices) => {
    expect(choicesOn(flag(name), release)).toEqual(choices);
  });
});

describe('unknownChoices', () => {
  const unknown = (name: string, values: string[], release = '0.33.0') =>
    unknownChoices(`--${name}`, findFlag(name, release)!, values, release);

  it('should name the flag, the value, the release and the choices', () => {
    expect(unknown('mamba-cache-mode', ['allign'], '0.31.0')).toEqual([
      '--mamba-cache-mode: vLLM 0.31.0 does not know allign. It knows align, all, none.',
    ]);
  });

  it('should look at every value', () => {
    expect(unknown('collect-detailed-traces', ['model', 'modle', 'wroker'])).toHaveLength(2);
  });

  it.each([
    ['capital letters', 'performance-mode', 'Balanced'],
    ['dashes', 'all2all-backend', 'deepep-low-latency'],
    ['a choice of another release', 'mamba-cache-mode', 'all'],
    ['a level that there is not', 'optimization-level', '4'],
  ])('should refuse %s', (_, name, value) => {
    expect(unknown(name, [value])).toHaveLength(1);
  });

  it.each([
    ['what the parser folds', 'moe-backend', 'FlashInfer-TRTLLM'],
    ['None, which many flags take for no value', 'spec-method', 'None'],
    ['an empty value', 'spec-method', ''],
    ['any value of a flag without choices', 'attention-backend', 'MINE'],
  ])('should take %s', (_, name, value) => {
    expect(unknown(name, [value])).toEqual([]);
  });

  it('should take pairs of traces where the parser lists them', () => {
    expect(unknown('collect-detailed-traces', ['model,worker'], '0.30.0')).toEqual([]);
    expect(unknown('collect-detailed-traces', ['model,worker'], '0.31.0')).toHaveLength(1);
  });
});

describe('flagChoices', () => {
  it('should have the choices of each flag on each release', () => {
    const table = Object.entries(flagChoices());
    const { flags, names } = loadCatalog();
    expect(table).toHaveLength(flags.filter(({ name, choices }) => choices ?? names.openChoices[name]).length);
    for (const [name, { choices }] of table)
      for (const { version } of releases) {
        const known = choicesOn(flag(name), version) ?? availableOn(names.openChoices[name] ?? {}, version);
        expect(availableOn(choices, version), `${name} of ${version}`).toEqual([...known].sort());
      }
  });

  it('should know since when plugins may add choices', () => {
    expect(flagChoices()['model-impl']!.open).toBe('0.11.0');
    expect(flagChoices()['attention-backend']!.open).toBe('0.11.1');
    expect(flagChoices().runner!.open).toBeUndefined();
  });

  it('should have choices in lower case, with underscores, where values are folded', () => {
    const folded = Object.values(flagChoices()).filter((choices) => choices.folded);
    expect(folded).toHaveLength(4);
    expect(folded.flatMap(({ choices }) => Object.keys(choices)).filter((choice) => /[A-Z-]/.test(choice))).toEqual([]);
  });
});
