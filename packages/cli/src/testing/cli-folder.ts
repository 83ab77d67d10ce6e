import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const files = {
  'good.yaml': 'replicas: 1\nengine: { maxModelLen: 1024 }\n',
  'bad.yaml': 'replicas: x\nengine:\n  maxModelLn: 1\n',
  'rule.yaml': 'gpu: { count: 1 }\nengine: { tensorParallelSize: 2 }\n',
  'other-model.yaml': 'model: { id: org/other }\n',
  'broken.yaml': 'a: [1\n',
  'text.yaml': 'just text\n',
  'empty.yaml': '',
  'image.png': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
};

/** A temporary folder with files that a user may hand to `archon`, good and bad. It goes when the tests of a file end. */
export function cliFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'archon-cli-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, 'a-folder'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
