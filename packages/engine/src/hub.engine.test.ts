import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, startHub } from './hub.ts';
import { resolveEngine } from './install-engine.ts';
import { modelIds, resolveModels } from './models.ts';

const id = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';
const script = `
import sys
from huggingface_hub import snapshot_download
print(snapshot_download(sys.argv[1], revision=sys.argv[2]))
`;

describe('The hub, with the huggingface_hub of vLLM', () => {
  let home: string;
  let hub: Hub;
  const folder = resolveModels().folderOf(modelIds.tinyGptq);
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'archon-hub-'));
    hub = await startHub({ models: { [id]: folder } });
  });
  afterAll(async () => {
    await hub.close();
    rmSync(home, { recursive: true, force: true });
  });

  const download = (model: string, revision: string) =>
    promisify(execFile)(resolveEngine().python, ['-c', script, model, revision], {
      env: { PATH: process.env.PATH, HF_HOME: home, HF_ENDPOINT: hub.url },
    });

  it.each(['main', 'b'.repeat(40)])('should serve a model by any id, revision %s', async (revision) => {
    const { stdout } = await download(id, revision);
    expect(readdirSync(stdout.trim()).sort()).toEqual(readdirSync(folder).sort());
  });

  it('should report a missing model', async () => {
    await expect(download('some-org/absent', 'main')).rejects.toThrow('RepositoryNotFoundError');
  });
});
