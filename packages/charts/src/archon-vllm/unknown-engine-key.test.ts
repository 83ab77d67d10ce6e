import { chartModel } from '@archon/generator';
import { parseYamlFile, schemaProblems, workspaceRoot } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { archonVllm } from './chart.ts';

const { model } = chartModel(workspaceRoot, archonVllm);
const hintOf = (text: string) => schemaProblems(model, parseYamlFile('values.yaml', text))[0]!.hint;

describe('An unknown key of engine', () => {
  it.each([
    [
      'enableExpertParallel: true',
      'It is a flag without a value of its own: write engine.extraArgs: [--enable-expert-parallel].',
    ],
    [
      'enableExpertParallel: false',
      'It is a flag without a value of its own: write engine.extraArgs: [--no-enable-expert-parallel].',
    ],
    ['blockSize: 16', 'It is a flag without a value of its own: write engine.extraArgs: [--block-size=16].'],
    [
      'eplbConfig: { window_size: 5 }',
      `It is a flag without a value of its own: write engine.extraArgs: ['--eplb-config={"window_size":5}'].`,
    ],
    [
      'disableLogStats: true',
      'It is a flag without a value of its own: write engine.extraArgs: [--disable-log-stats].',
    ],
    ['headless: false', 'Leave it out: vLLM has no --no-headless.'],
    ['max_model_len: 8192', 'This is engine.maxModelLen.'],
    ['max-model-len: 8192', 'This is engine.maxModelLen.'],
    ['tp: 2', 'This is engine.tensorParallelSize.'],
    ['no_enable_prefix_caching: true', 'This is engine.enablePrefixCaching: false.'],
    ['servedModelName: x', 'This is model.servedNames.'],
    ['port: 80', 'This is service.targetPort.'],
    ['host: 0.0.0.0', '--host is for the chart to set: remove it.'],
    [
      'disableLogRequests: true',
      "vLLM's --disable-log-requests is gone since vLLM 0.17.1: set engine.enableLogRequests to false instead (requests are not logged by default since 0.10.1).",
    ],
    ['disableLogRequest: true', 'This is engine.enableLogRequests: false.'],
    ['disablePrefixCaching: true', 'This is engine.enablePrefixCaching: false.'],
    ['noPrefixCaching: false', 'This is engine.enablePrefixCaching: true.'],
    ['enableLogStats: true', "Leave it out: vLLM's --disable-log-stats is the opposite."],
    [
      'swapSpace: 4',
      "vLLM's --swap-space is gone since vLLM 0.18.1: remove it (V1 never swaps to CPU; see --kv-offloading-size).",
    ],
    [
      'enableExpertParalel: true',
      'It is a flag without a value of its own: write engine.extraArgs: [--enable-expert-parallel].',
    ],
    ['maxModelLn: 1', 'Did you mean "maxModelLen"?'],
  ])('should be explained by the flag that it names: %s', (line, hint) => {
    expect(hintOf(`engine: { ${line} }`)).toBe(hint);
  });
});
