import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYamlFile, valueAt, workspaceRoot } from '@archon/values';
import { effectiveValues } from '@archon/values';
import { realValidation } from '@archon/values/testing/real-model';
import { findModel, models } from '@archon/sizing/models';
import { describe, expect, it } from 'vitest';
import { gpuNamed } from './catalog-names.ts';
import { chooseModel, chooseOptions, type ValuesRequest } from './choose-values.ts';
import { applicationWith, fleetServer, helmReleaseWith, serverName } from './manifests.ts';
import { valuesFile } from './values-file.ts';
import { startupSeconds } from './values-text.ts';

const read = (path: string): string => readFileSync(join(workspaceRoot, 'docs', path), 'utf8');
const parsed = (text: string): unknown => parseYamlFile('test.yaml', text).value;
const values = '# Why\npreset: nvidia-16gb\n\nengine:\n  # Why\n  maxModelLen: 8192\n';
const wanted = { preset: 'nvidia-16gb', engine: { maxModelLen: 8192 } };

describe('manifests with values', () => {
  it('should be the Application of docs/argo-cd/oci.yaml in everything else', () => {
    const documented = read('argo-cd/oci.yaml');
    const made = applicationWith(documented, values);
    const [before, after] = [parsed(documented), parsed(made)] as [Record<string, unknown>, Record<string, unknown>];
    expect(valueAt(after, ['spec', 'source', 'helm'])).toEqual({ releaseName: 'archon', valuesObject: wanted });
    const helm = valueAt(before, ['spec', 'source', 'helm']) as Record<string, unknown>;
    for (const key of Object.keys(helm)) delete helm[key];
    Object.assign(helm, { releaseName: 'archon', valuesObject: wanted });
    expect(after).toEqual(before);
    expect(made).toContain('        # Why\n        preset: nvidia-16gb\n\n        engine:\n');
  });

  it('should be the HelmRelease of docs/flux/oci.yaml in everything else but the time', () => {
    const documented = read('flux/oci.yaml');
    const objects = (text: string) => text.split('\n---\n').map(parsed) as [unknown, { spec: Record<string, unknown> }];
    const [before, after] = [objects(documented), objects(helmReleaseWith(documented, values, 14_400))];
    expect(after[1].spec.values).toEqual(wanted);
    Object.assign(before[1].spec, { values: wanted, timeout: '252m' });
    expect(after).toEqual(before);
    expect(helmReleaseWith(documented, values, 1800)).toContain('  timeout: 42m # how long');
  });

  it.each([
    ['rtx-5070-ti', 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4'],
    ['rtx-pro-6000-blackwell-workstation', undefined],
    ['h100-sxm', 'Qwen/Qwen3-8B'],
    ['b200', 'openai/gpt-oss-120b'],
  ])('should give Flux the time that the chart needs on %s', (id, name) => {
    const gpu = gpuNamed(id);
    const model = name === undefined ? {} : { model: findModel(name)! };
    const request: ValuesRequest = { gpu, ...model, users: 1, gpuCount: 1, fixed: {} };
    const selection = request.model ? chooseOptions(request.model, request)! : chooseModel(request)!;
    const text = valuesFile(selection, request, { printedBy: 'a test' });
    const user = parsed(text) as Record<string, unknown>;
    const withPreset = { startup: selection.preset?.model.startup ?? {}, ...user, preset: '' };
    const needed = Number(effectiveValues(realValidation, withPreset).computed.progressDeadlineSeconds);
    const minutes = Number(
      /^ {2}timeout: (\d+)m/m.exec(helmReleaseWith(read('flux/oci.yaml'), text, startupSeconds(selection)))![1],
    );
    expect(minutes).toBe(Math.ceil(needed / 60));
  });

  it('should be a server of archon-gitops, whose name its schema takes', () => {
    expect(parsed(fleetServer('Qwen/Qwen2.5-Coder-14B', values))).toEqual({
      servers: { 'qwen2-5-coder-14b': { values: wanted } },
    });
    for (const { id } of models) expect(serverName(id)).toMatch(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/);
  });
});
