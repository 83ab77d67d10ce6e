import { describe, expect, it } from 'vitest';
import { checkOptionKeys, checkVariables } from './check-names.ts';
import { findFlag, flagOfKey } from './flags.ts';
import { loadCatalog } from './load-catalog.ts';
import { variableSuccessors } from './variable-successors.ts';

describe('checkOptionKeys', () => {
  it.each([
    [{ speculativeConfig: { metod: 'ngram' } }, '0.33.0', /does not know metod\. Did you mean method\?$/],
    [{ limitMmPerPrompt: { imgae: 2 } }, '0.33.0', /does not know imgae\. Did you mean image\?$/],
    [
      { limitMmPerPrompt: { smell: 2 } },
      '0.33.0',
      /does not know smell\. It knows audio, image, video, vision_chunk\.$/,
    ],
    [{ limitMmPerPrompt: { image: { count: 4 } } }, '0.11.0', /\.image: count is known from vLLM 0\.11\.1 on/],
    [{ speculativeConfig: { posterior_alpha: 1 } }, '0.33.0', /posterior_alpha is gone since vLLM /],
    [
      { speculativeConfig: { method: 'ngrm' } },
      '0.33.0',
      /\.method: vLLM 0\.33\.0 does not know ngrm\. Did you mean ngram\?$/,
    ],
    [
      { kvTransferConfig: { kv_role: 'sender' } },
      '0.33.0',
      /does not know sender\. It knows kv_both, kv_consumer, kv_producer\.$/,
    ],
  ])('should refuse %j on %s', (engine, release, sentence) => {
    expect(checkOptionKeys(engine, release)).toEqual([expect.stringMatching(sentence)]);
  });

  it.each([
    [{ limitMmPerPrompt: { image: { count: 4, width: 512 }, video: 0 } }, '0.11.1'],
    [{ hfOverrides: { anything: 1 } }, '0.33.0'],
    [{ speculativeConfig: { method: 'ngram' }, structuredOutputsConfig: { backend: 'xgrammar' } }, '0.33.0'],
    // A release whose type is any text
    [{ speculativeConfig: { method: 'ngrm' } }, '0.8.5'],
    // What is not in the catalog, and a release whose sources nobody has read: it has what the ones around it have.
    [{ speculativeConfig: { metod: 'ngram' } }, '0.99.0'],
    [{ limitMmPerPrompt: { vision_chunk: 1 } }, '0.15.1'],
  ])('should take %j on %s', (engine, release) => {
    expect(checkOptionKeys(engine, release)).toEqual([]);
  });
});

describe('checkVariables', () => {
  it('should name a successor that the release without the variable has', () => {
    const { environment } = loadCatalog().names;
    for (const [variable, successor] of Object.entries(variableSuccessors)) {
      const gone = environment[variable]!.at(-1)!;
      expect(environment[variable]!.length % 2, variable).toBe(0);
      const key = /^engine\.(\w+)$/.exec(successor)?.[1];
      const flag = key === undefined ? /^--([\w-]+)/.exec(successor)![1]! : flagOfKey(key);
      expect(findFlag(flag, gone)?.availability.available, `${variable}: ${flag} at ${gone}`).toBe(true);
      expect(checkVariables([variable], gone)[0]).toContain(`set ${successor} instead.`);
    }
  });

  it('should name the nearest variable, and say since when one is gone', () => {
    expect(checkVariables(['VLLM_LOGING_LEVEL', 'OWN', 'VLLM_USE_V1'], '0.33.0')).toEqual([
      'extraEnv: vLLM 0.33.0 does not know VLLM_LOGING_LEVEL. Did you mean VLLM_LOGGING_LEVEL?',
      'extraEnv: VLLM_USE_V1 is gone since vLLM 0.11.1, and the release is 0.33.0: remove it.',
    ]);
  });
});
