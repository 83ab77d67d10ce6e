import { gpuTitle, planPreset, presets, releaseOf, type Preset } from '@archon/presets';
import { orList } from '@archon/advice/format';
import { leastMargin, presetGpuLines, presetLines, type PlannedPreset } from './plan-view/preset-lines.ts';
import { terminalStyle } from './plan-view/style.ts';
import { nearestNames } from '@archon/advice/catalog-names';
import { ArchonError } from '@archon/values/problem';

/** Lists all presets, or one with all of its GPUs. */
export function listPresets(name: string | undefined, json: boolean | undefined): void {
  const chosen = presets.filter((preset) => name === undefined || preset.name === name);
  if (chosen.length === 0) refuseUnknown(name!);
  const planned = chosen.map(withPlan);
  if (json) {
    const shown = planned.map((preset) => ({
      ...preset,
      leastMarginGiB: leastMargin(preset)?.answer.marginGiB ?? null,
    }));
    return void console.log(JSON.stringify({ ok: true, presets: shown }, null, 2));
  }
  const style = terminalStyle(process.stdout, process.env);
  const lines =
    name === undefined
      ? [...presetLines(planned, style), '', style.colors.dim('  For the GPUs of one preset: archon presets <name>')]
      : presetGpuLines(planned[0]!, style);
  console.log(lines.join('\n'));
}

function withPlan(preset: Preset): PlannedPreset {
  const { name, title, model } = preset;
  return {
    name,
    title,
    model: model.model.id,
    maxModelLen: model.engine?.maxModelLen ?? null,
    release: releaseOf(preset),
    gpus: planPreset(preset).map(({ gpu, answer }) => ({ gpu: gpu.id, title: gpuTitle(gpu), answer })),
  };
}

function refuseUnknown(name: string): never {
  const names = presets.map((preset) => preset.name);
  const near = nearestNames(name, names);
  const hint = near.length > 0 ? `Did you mean ${orList(near)}?` : `The presets are ${names.join(', ')}.`;
  throw new ArchonError([{ message: `There is no preset ${JSON.stringify(name)}.`, hint }]);
}
