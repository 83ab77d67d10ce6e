import fc from 'fast-check';
import { gpus } from '@archon/sizing/gpus';
import { models } from '@archon/sizing/models';
import { describe, expect, it } from 'vitest';
import { planContext } from '@archon/advice/longest-context';
import { rankGpus, rankModels } from '@archon/advice/rank';
import { runArchon } from './testing/run-archon.ts';

const terms = { release: '0.33.0', gpuCount: 1, options: {} };

interface Row {
  model: string;
  fits: boolean | null;
  upTo?: number;
  maxModelLen: number | null;
}

describe('ranking and single plan', () => {
  it('should say the same of every model on a GPU', async () => {
    const [gpu, sample] = ['l4', models.filter((_, at) => at % 9 === 0)];
    const ranked = JSON.parse((await runArchon('plan', '--gpu', gpu, '--json')).out) as { models: Row[] };
    for (const { id } of sample) {
      const single = JSON.parse((await runArchon('plan', '--gpu', gpu, '--model', id, '--json')).out) as Row;
      const row = ranked.models.find(({ model }) => model === id)!;
      expect([id, row.fits, row.upTo, row.maxModelLen]).toEqual([id, single.fits, single.upTo, single.maxModelLen]);
    }
  });

  it('should name all GPUs in the title, and no memory that is unknown', async () => {
    const { out } = await runArchon('plan', '--gpu', 'l4', '--gpu-count', '4');
    expect(out).toMatch(/ models fit on 4 x NVIDIA L4\.\n/);
    const byGpu = rankGpus(
      gpus,
      models.find(({ id }) => id === 'Qwen/Qwen3-4B')!,
      terms,
    );
    expect(byGpu.find(({ name }) => name === 'jetson-agx-orin')!.about).toBe('unknown');
    expect(byGpu.map(({ about }) => about)).not.toContain('0.0 GiB');
  });

  it('should say what embeds or ranks texts', () => {
    const [row] = rankModels(
      [models.find(({ id }) => id === 'BAAI/bge-m3')!],
      gpus.find(({ id }) => id === 'l4')!,
      terms,
    );
    expect(row!.about).toContain('embeds or ranks');
  });

  it('should say the same, whichever of the two is ranked', () => {
    const pair = fc.record({ gpu: fc.constantFrom(...gpus), model: fc.constantFrom(...models) });
    fc.assert(
      fc.property(pair, ({ gpu, model }) => {
        const { answer, upTo } = planContext({ gpu: gpu.id, model: model.id, ...terms }, model);
        const [byGpu] = rankModels([model], gpu, terms);
        const [byModel] = rankGpus([gpu], model, terms);
        const said = { answer, ...(upTo !== undefined && { upTo }) };
        expect(byGpu).toMatchObject(said);
        expect(byModel).toMatchObject(said);
        // what "fits up to" names is a context that fits
        if (upTo !== undefined) expect([answer.fits, answer.contextTokens]).toEqual([true, upTo]);
      }),
      { numRuns: 200 },
    );
  });
});
