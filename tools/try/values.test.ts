import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hubUrl } from '@archon/engine/vllm-node';
import { vllmRepository } from '@archon/engine/vllm-image';
import { engineVersion } from '@archon/engine/install-engine';
import { modelIds } from '@archon/engine/models';

const values = (name: string) => parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as object;

describe('The values files of a try', () => {
  it('should name the image, the hub and the model of a real node', () => {
    expect(values('values.yaml')).toMatchObject({
      image: { repository: vllmRepository, tag: `v${engineVersion()}` },
      huggingFace: { endpoint: hubUrl },
    });
    expect(values('small-model-values.yaml')).toMatchObject({ model: { id: modelIds.smol } });
  });
});
