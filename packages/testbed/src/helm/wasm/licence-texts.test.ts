import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { licenceTexts } from './licence-texts.ts';

describe('licenceTexts', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'archon-licences-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function moduleWith(title: string, files: Record<string, string>) {
    mkdirSync(join(folder, title));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, title, name), text);
    return { title, folder: join(folder, title) };
  }

  it('should have each text once, with the modules that it belongs to', () => {
    const [a, b, c] = [
      moduleWith('a', { LICENSE: 'MIT\n', 'main.go': 'package main' }),
      moduleWith('b', { 'LICENCE.md': 'MIT', NOTICE: 'of b' }),
      moduleWith('c', { COPYING: 'BSD' }),
    ];
    const line = `\n${'='.repeat(80)}\n\n`;
    expect(licenceTexts([a, b, c])).toBe(['a\nb\n\nMIT\n', 'b\n\nof b\n', 'c\n\nBSD\n'].join(line));
  });

  it('should not pass over a module without a licence', () => {
    expect(() => licenceTexts([moduleWith('d', { NOTICE: 'of d' })])).toThrow('d has no licence in');
  });
});
