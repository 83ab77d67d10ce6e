import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from './shell-word.ts';

describe('shellWord', () => {
  it.each(['a/b', '', "it's", '$HOME `id`', 'a b', '{"a": "\\\\"}', '~', '*'])(
    'should be read by a shell as it was: %j',
    (text) => {
      const { stdout } = spawnSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' });
      expect(stdout).toBe(text);
    },
  );

  it('should leave plain words alone', () => expect(shellWord('org/name:v1@x,y=1')).toBe('org/name:v1@x,y=1'));
});
