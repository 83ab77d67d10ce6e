import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hubUrl } from '../cluster/node/real-node.ts';
import { vllmRepository } from '../cluster/node/vllm-image.ts';
import { engineVersion } from '../engine/install-engine.ts';
import { modelIds } from '../engine/models.ts';

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
