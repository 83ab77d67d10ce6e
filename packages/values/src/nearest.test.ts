import { describe, expect, it } from 'vitest';
import { nearest, oppositeOf } from './nearest.ts';

const known = ['maxModelLen', 'maxNumSeqs', 'enableLora', 'replicas', 'image', 'seed'];

describe('nearest', () => {
  it.each([
    ['maxModelLn', 'maxModelLen'],
    ['max_model_len', 'maxModelLen'],
    ['MAXMODELLEN', 'maxModelLen'],
    ['enableLoRA', 'enableLora'],
    ['replica', 'replicas'],
    ['replicaCount', 'replicas'],
    ['images', 'image'],
    ['sed', 'seed'],
    ['zzz', undefined],
    ['x', undefined],
    ['', undefined],
  ])('should take %s for %s', (name, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });

  it.each([
    ['disableLora', ['enableLora'], undefined],
    ['noLora', ['enableLora', 'lora'], undefined],
    ['enableLogStats', ['disableLogStats', 'enableLogRequests'], undefined],
    [
      '--disable-log-request',
      ['--disable-log-stats', '--enable-log-requests', '--no-enable-log-requests'],
      '--no-enable-log-requests',
    ],
    ['--enable-log-stats', ['--disable-log-stats', '--no-disable-log-stats'], '--no-disable-log-stats'],
    [
      '--no-enable-prefix-cachin',
      ['--enable-prefix-caching', '--no-enable-prefix-caching'],
      '--no-enable-prefix-caching',
    ],
    ['enableExpertParallel', ['enableLora', 'enablePrefixCaching'], undefined],
    ['noneSuch', ['nonSuch'], 'nonSuch'],
    ['nodeSelectors', ['nodeSelector'], 'nodeSelector'],
  ])('should never take %s of %j for the opposite, but for %s', (name, names, expected) => {
    expect(nearest(name, names)).toBe(expected);
  });

  it.each([
    ['disableLogRequests', 'enableLogRequests'],
    ['enable_log_stats', 'disableLogStats'],
    ['noPrefixCaching', 'enablePrefixCaching'],
    ['logStats', 'disableLogStats'],
    ['seed', undefined],
  ])('should know the opposite of %s: %s', (name, expected) => {
    expect(oppositeOf(name, ['seed', 'enableLogRequests', 'disableLogStats', 'enablePrefixCaching'])).toBe(expected);
  });

  it('should know nothing of nothing', () => {
    expect(nearest('seed', [])).toBeUndefined();
  });
});
