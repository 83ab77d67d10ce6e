import { describe, expect, it } from 'vitest';
import { checkChoices, engineChoices } from './check-engine.ts';
import { availableOn } from './choices.ts';
import { releases } from './releases.ts';

describe('engineChoices', () => {
  it('should have the choices of each release, as the catalog lists them', () => {
    for (const release of releases) {
      const lists = {
        quantization: release.quantization?.methods,
        kvCacheDtype: release.kvCacheDtypes,
        toolCallParser: release.toolCallParsers,
        reasoningParser: release.reasoningParsers,
      };
      for (const [key, listed = []] of Object.entries(lists))
        expect(availableOn(engineChoices[key]!.choices, release.version), `${key} of ${release.version}`).toEqual(
          [...new Set(listed)].sort(),
        );
    }
  });

  it('should have the choices of a flag for as long as its parser lists them', () => {
    expect(availableOn(engineChoices.loadFormat!.choices, '0.10.0')).toContain('gguf');
    expect(availableOn(engineChoices.loadFormat!.choices, '0.10.0')).toContain('runai_streamer');
  });

  it('should have what the release itself has where the parser takes any text', () => {
    expect(availableOn(engineChoices.loadFormat!.choices, '0.10.1')).toContain('fastsafetensors');
    expect(availableOn(engineChoices.loadFormat!.choices, '0.33.0')).toContain('instanttensor');
    expect(availableOn(engineChoices.loadFormat!.choices, '0.20.0')).not.toContain('ipc_cache');
    expect(availableOn(engineChoices.attentionBackend!.choices, '0.33.0')).toContain('TRITON_ATTN');
    expect(availableOn(engineChoices.tokenizerMode!.choices, '0.33.0')).toContain('mistral');
  });
});

describe('checkChoices', () => {
  it('should name a choice that the release does not know, and those that it does', () => {
    expect(checkChoices({ quantization: 'gtpq' }, '0.33.0')).toEqual([
      expect.stringMatching(/^engine\.quantization: vLLM 0\.33\.0 does not know gtpq\. It knows auto_awq, .*, gptq, /),
    ]);
  });

  it('should know since when a release has a choice', () => {
    expect(checkChoices({ kvCacheDtype: 'nvfp4' }, '0.19.1')).toHaveLength(1);
    expect(checkChoices({ kvCacheDtype: 'nvfp4' }, '0.20.0')).toEqual([]);
  });

  it('should refuse what looks misspelt where plugins may add choices', () => {
    expect(checkChoices({ loadFormat: 'safetensor' }, '0.33.0')).toEqual([
      'engine.loadFormat: vLLM 0.33.0 does not know safetensor. Did you mean safetensors?',
    ]);
    expect(checkChoices({ attentionBackend: 'TRITON_ATN' }, '0.33.0')).toEqual([
      'engine.attentionBackend: vLLM 0.33.0 does not know TRITON_ATN. Did you mean TRITON_ATTN?',
    ]);
    expect(checkChoices({ attentionBackend: 'triton_attn' }, '0.33.0')).toEqual([]);
  });

  it('should let a plugin bring a parser', () => {
    const engine = { toolCallParser: 'mine', extraArgs: ['--tool-parser-plugin', '/plugins/mine.py'] };
    expect(checkChoices(engine, '0.33.0')).toEqual([]);
    expect(checkChoices({ ...engine, reasoningParser: 'mine' }, '0.33.0')).toHaveLength(1);
  });

  it.each([
    ['a release that the catalog does not have', { kvCacheDtype: 'fp9' }, '0.99.0'],
    ['no release', { kvCacheDtype: 'fp9' }, ''],
    ['a list that the catalog does not have', { attentionBackend: 'FLASH_ATN' }, '0.10.0'],
    ['what a plugin may have added', { loadFormat: 'mine' }, '0.33.0'],
    ['what is not set', { kvCacheDtype: null, quantization: undefined }, '0.33.0'],
  ])('should say nothing of %s', (_, engine, release) => {
    expect(checkChoices(engine, release)).toEqual([]);
  });

  it('should take every choice that it names', () => {
    for (const [key, { choices }] of Object.entries(engineChoices))
      for (const choice of availableOn(choices, '0.33.0'))
        expect(checkChoices({ [key]: choice }, '0.33.0')).toEqual([]);
  });
});
