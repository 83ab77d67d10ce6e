import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chart, model } from './support/chart.ts';
import { renderOn } from './support/render.ts';
import { only } from './support/workload.ts';

const released = join(chart, 'tests/releases');
const packages = readdirSync(released).filter((name) => name.endsWith('.tgz'));
const presets = (model.schema.properties.preset!.enum as string[]).filter((name) => name !== '');
const upgrading = readFileSync(join(chart, 'UPGRADING.md'), 'utf8');
const rows = upgrading.split('\n').filter((line) => /^\s*\| .*\dGi/.test(line));

/** The size of the claim that a chart asks for, without one where it does not have the preset. */
async function claimOf(of: string, set: string[]): Promise<string | undefined> {
  const result = await renderOn(3, { chart: of, set });
  return result.ok ? only(result.objects, 'PersistentVolumeClaim').spec.resources.requests.storage : undefined;
}

// A claim cannot shrink, and with many StorageClasses not grow.
describe.each(packages)('An upgrade from %s', (name) => {
  it('should ask for another size of the claim only where UPGRADING.md says so, with both sizes', async () => {
    for (const preset of presets) {
      const set = [`preset=${preset}`];
      const [before, now] = await Promise.all([claimOf(join(released, name), set), claimOf(chart, set)]);
      if (before === undefined || before === now) continue;
      const row = rows.find((line) => line.includes(`\`${preset}\``)) ?? '';
      expect(row, preset).toContain(` ${before} `);
      expect(row, preset).toContain(` ${now} `);
    }
  });

  it('should keep the claim where its size is set', async () => {
    expect(await claimOf(chart, ['preset=nvidia-12gb', 'persistence.size=20Gi'])).toBe('20Gi');
  });
});
