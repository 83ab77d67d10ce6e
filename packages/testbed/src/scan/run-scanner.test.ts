import { describe, expect, it } from 'vitest';
import { runScanner } from './run-scanner.ts';

describe('runScanner', () => {
  const node = (script: string, input?: string) =>
    runScanner('the scanner', process.execPath, { args: ['-e', script], ...(input ? { input } : {}) });

  it('should take the JSON of a scanner that exits with an error, as it does when it finds something', async () => {
    expect(await node('console.log("[1]"); process.exitCode = 2')).toEqual([1]);
  });

  it('should give it the input', async () => {
    expect(await node('process.stdin.pipe(process.stdout)', '{"kind":"Pod"}')).toEqual({ kind: 'Pod' });
  });

  it('should report what a scanner printed instead of JSON', async () => {
    const failing = node('console.error("no such check"); process.exit(1)', '{}');
    await expect(failing).rejects.toThrow(
      'the scanner did not print JSON, so nothing was scanned. It printed:\nno such check',
    );
  });

  it('should report a scanner that does not start', async () => {
    const missing = runScanner('the scanner', '/nowhere/scanner', { args: [] });
    await expect(missing).rejects.toThrow(/did not print JSON.*ENOENT/s);
  });
});
