import { ArchonError, parseYamlFile, validateValues } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { oci, problemsOf, refusals, validation } from './support/chart.ts';

const withValues = (values: object) => ({ chart: oci, servers: { coder: { values } } });

/** The first problem of a file, as `archon validate` prints it. */
function firstProblem(text: string) {
  try {
    validateValues(validation, [parseYamlFile('fleet.yaml', text)]);
  } catch (error) {
    if (error instanceof ArchonError) return error.problems[0];
    throw error;
  }
  return undefined;
}

describe('What is wrong in the values of a server', () => {
  it('should be said with file, line, path and the nearest key', () => {
    const text =
      'chart:\n  oci: oci://r.io/archon-vllm\n  version: 0.3.0\nservers:\n  coder:\n    values:\n      engine:\n        maxModelLne: 8192\n';
    expect(firstProblem(text)).toMatchObject({
      file: 'fleet.yaml',
      line: 8,
      column: 9,
      path: 'servers.coder.values.engine.maxModelLne',
      message: 'Unknown key "maxModelLne" in engine.',
      hint: 'Did you mean "maxModelLen"?',
    });
  });

  it('should be said of a rule of archon-vllm, at the value that breaks it', () => {
    const text =
      'chart:\n  oci: oci://r.io/archon-vllm\n  version: 0.3.0\nservers:\n  coder:\n    values:\n      engine:\n        tensorParallelSize: 2\n';
    expect(firstProblem(text)).toMatchObject({ line: 6, path: 'servers.coder.values.gpu.count' });
  });

  it.each([
    [
      { engine: { maxModelLne: 8192 } },
      "at '/servers/coder/values/engine': additional properties 'maxModelLne' not allowed",
    ],
    [{ engine: { maxModelLen: 'much' } }, "at '/servers/coder/values/engine/maxModelLen'"],
    [{ resources: { limits: { memroy: '24Gi' } } }, 'memroy'],
  ])('should be refused by both Helms: %j', async (values, message) => {
    expect(problemsOf(withValues(values))).toHaveLength(1);
    for (const error of await refusals(withValues(values))) expect(error).toContain(message);
  });

  it('should be refused in the values of all servers as well', async () => {
    const values = { chart: oci, commonValues: { huggingFce: {} }, servers: { coder: {} } };
    expect(problemsOf(values)).toMatchObject([
      { path: 'commonValues.huggingFce', hint: 'Did you mean "huggingFace"?' },
    ]);
    for (const error of await refusals(values)) expect(error).toContain('huggingFce');
  });

  it('should say how a value is called now', () => {
    expect(problemsOf(withValues({ storage: { keep: true } }))[0]?.message).toContain(
      'storage is called persistence now',
    );
  });
});

describe('What is wrong in a server', () => {
  it.each([
    [{ presett: 'nvidia-16gb' }, 'servers.coder.presett', 'Did you mean "preset"?'],
    [{ preset: 'nvidia-16bg' }, 'servers.coder.preset', 'Did you mean "nvidia-16gb"?'],
    [{ chart: { digest: '0.3.0' } }, 'servers.coder.chart.digest', undefined],
    [{ chart: { version: 'latest' } }, 'servers.coder.chart.version', undefined],
    [{ valueFiles: ['../secret.yaml'] }, 'servers.coder.valueFiles[0]', undefined],
  ])('should be refused by us and by both Helms: %j', async (server, path, hint) => {
    const values = { chart: oci, servers: { coder: server } };
    expect(problemsOf(values)).toMatchObject([{ path, ...(hint && { hint }) }]);
    await refusals(values);
  });

  it('should not be its name: it is the name of objects', async () => {
    const values = { chart: oci, servers: { 'Coder One': {} } };
    expect(problemsOf(values)).toHaveLength(1);
    await refusals(values);
  });
});
