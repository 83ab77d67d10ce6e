import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hostPython } from './host-python.ts';
import { lockFile, remedyFor } from './install-packages.ts';

describe('What pip or Python says when the installation fails', () => {
  it.each([
    ['The virtual environment was not created because ensurepip is not available', 'apt install python3-venv'],
    ['ERROR: HTTP error 403 while getting https://index/torch.whl', 'PIP_INDEX_URL'],
    ['ERROR: No matching distribution found for torch==2.13.0', 'PIP_INDEX_URL'],
    ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device', 'ARCHON_CACHE_DIR'],
    ['ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.', 'Do not go on'],
    ['ERROR: ReadTimeoutError', 'Run this again'],
  ])('should say what to do: %s', (said, remedy) => expect(remedyFor(said)).toContain(remedy));
});

describe('The lock file', () => {
  const lock = readFileSync(lockFile, 'utf8');

  it('should pin every package by version and hash', () => {
    const packages = lock.split(/\n(?=\w)/).slice(1);
    expect(packages.length).toBeGreaterThan(150);
    expect(packages.filter((one) => !/^[\w.-]+==\S+/.test(one) || !one.includes('--hash=sha256:'))).toEqual([]);
  });

  it('should name neither a registry nor a folder', () =>
    expect(lock).not.toMatch(/https?:\/\/|^--|\/(tmp|home|work)\//m));
});

describe('The Python of this machine', () => {
  it('should be refused where it does not start, by the name that was given', () => {
    expect(() => hostPython({ ...process.env, ARCHON_PYTHON: 'no-such-python' })).toThrow('no no-such-python starts');
  });
});
