import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gpus } from '@archon/sizing';
import { afterAll, describe, expect, it } from 'vitest';
import { runArchon } from '@archon/cli/testing/run-archon';
import { notesOf } from './support/notes.ts';

const scratch = mkdtempSync(join(tmpdir(), 'archon-printed-'));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Printed {
  ok: boolean;
  text: string;
  values: { gpu: { product: string } };
}

/** What archon values prints, for one GPU of all those that get the same. */
async function printedValues(): Promise<[gpu: string, text: string][]> {
  const byChoice = new Map<string, [string, string]>();
  for (const { id } of gpus) {
    const { out } = await runArchon('values', '--gpu', id, '--json');
    const { ok, text, values } = JSON.parse(out) as Printed;
    if (ok) byChoice.set(JSON.stringify({ ...values, gpu: undefined }), [id, text]);
  }
  return [...byChoice.values()];
}

const printed = await printedValues();

describe('What archon values prints', () => {
  it('should be of many kinds', () => {
    expect(printed.length).toBeGreaterThan(12);
  });

  it.each(printed)('should render on both Helms, whose NOTES find nothing against it: %s', async (gpu, text) => {
    const file = join(scratch, `${gpu}.yaml`);
    writeFileSync(file, text);
    const notes = await notesOf({ values: [file] });
    expect(notes).toMatch(
      /Fits: [\d,]+ tokens need [\d.]+ GiB of KV cache, and at least|Not checked: memory, because the model has recurrent layers/,
    );
    expect(notes).not.toContain('Not certain');
  });
});
