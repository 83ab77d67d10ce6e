import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { presets } from '@archon/presets';
import { helmMajors, renderChart } from '@archon/testbed/helm';
import { describe, expect, it } from 'vitest';
import { chart } from './support/chart.ts';
import { commandLineOf } from './support/workload.ts';
import { refusals, render } from './support/render.ts';

const names = presets.map(({ name }) => name);
const fileOf = (name: string) => join(chart, 'presets', `${name}.yaml`);

describe('A preset', () => {
  it('should be in the chart, and as a file of values, for each that is defined', () => {
    expect(readdirSync(join(chart, 'presets')).sort()).toEqual(names.map((name) => `${name}.yaml`).sort());
    expect(readdirSync(join(chart, 'files/presets')).sort()).toEqual(names.map((name) => `${name}.json`).sort());
  });

  it.each(names)('should render the same objects by its name and by its file: %s', async (name) => {
    const [byName, byFile] = await Promise.all([
      render({ set: [`preset=${name}`] }),
      render({ values: [fileOf(name)] }),
    ]);
    expect(byFile).toEqual(byName);
  });

  it.each(names)('should lose to values of the user, by its name and by its file: %s', async (name) => {
    const valuesObject = { engine: { maxModelLen: 2048, gpuMemoryUtilization: null }, persistence: { size: '999Gi' } };
    const [byName, byFile] = await Promise.all([
      render({ set: [`preset=${name}`], valuesObject }),
      render({ values: [fileOf(name)], valuesObject }),
    ]);
    expect(commandLineOf(byName)).toContain('--max-model-len=2048');
    expect(commandLineOf(byName).join(' ')).not.toContain('--gpu-memory-utilization');
    expect(byFile).toEqual(byName);
  });

  it('should be the default one when nobody names one', async () => {
    expect(await render({ set: ['preset=nvidia-16gb'] })).toEqual(await render());
  });

  it('should say in its file for which GPUs it is, and name itself', () => {
    for (const name of names) {
      const text = readFileSync(fileOf(name), 'utf8');
      expect(text).toMatch(/^# For [A-Z]/m);
      expect(text).toContain(`\npreset: ${name}\n`);
    }
  });
});

describe('A preset that does not exist', () => {
  it('should be refused by the schema', async () => {
    for (const error of await refusals({ set: ['preset=nvidia-16g'] })) {
      expect(error).toContain("at '/preset'");
      for (const name of names) expect(error).toContain(name);
    }
  });

  it('should be refused without the schema as well, with the list of those that exist', async () => {
    for (const helm of helmMajors) {
      const said = renderChart({ helm, chart, set: ['preset=nvidia-16g'], args: ['--skip-schema-validation'] });
      const error = said.ok ? '' : said.error;
      expect(error).toContain('there is no preset "nvidia-16g"');
      for (const name of names) expect(error).toContain(name);
    }
  });
});

describe('No preset', () => {
  it('should be refused when no model is named', async () => {
    for (const error of await refusals({ set: ['preset='] }))
      expect(error).toContain('model.id: No model is set. Set model.id, or a preset that has a model.');
  });

  it('should be enough with a model', async () => {
    expect(commandLineOf(await render({ set: ['preset=', 'model.id=a/b'] }))[0]).toBe('a/b');
  });
});
