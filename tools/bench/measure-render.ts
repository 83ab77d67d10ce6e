import { mkdirSync, mkdtempSync, rmSync, writeFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { resolveTool } from '@archon/testbed/go-tools';
import { helmEnvironment, type HelmMajor, type RenderOptions, templateArguments } from '@archon/testbed/helm-command';
import type { Figure, Measure } from './figure.ts';
import { runProcess } from './run-process.ts';
import { type Contender, medians } from './timing.ts';

const chart = join(repoRoot, 'charts/archon-vllm');
const everything = join(chart, 'ci/everything-values.yaml');
const goals = { default: 1.25, everything: 1.6 };
const helms = [4, 3] as const;

/** `helm template` of the chart against that of a chart with one ConfigMap: schema, merge, checks and templates. */
export const measureRender: Measure = (rounds) => {
  const emptyChart = writeEmptyChart();
  try {
    const median = medians(
      helms.flatMap((helm) => [
        contender('empty', { helm, chart: emptyChart }),
        contender('default', { helm, chart }),
        contender('everything', { helm, chart, values: [everything] }),
      ]),
      rounds,
    );
    return helms.flatMap((helm) => figures(helm, median));
  } finally {
    rmSync(emptyChart, { recursive: true, force: true });
  }
};

function contender(name: string, options: RenderOptions): Contender {
  const helm = resolveTool(`helm${options.helm}`);
  const args = templateArguments(options);
  const environment = helmEnvironment();
  return { name: `${name} ${options.helm}`, run: () => void runProcess(helm, args, environment) };
}

function figures(helm: HelmMajor, median: (name: string) => number): Figure[] {
  const empty = median(`empty ${helm}`);
  return (['default', 'everything'] as const).map((values) => {
    const time = median(`${values} ${helm}`);
    return {
      name: `helm ${helm} template, ${values} values`,
      value: time / empty,
      unit: 'x',
      goal: goals[values],
      remark: `${time.toFixed(1)} ms against ${empty.toFixed(1)} ms of an empty chart`,
    };
  });
}

function writeEmptyChart(): string {
  const folder = mkdtempSync(join(tmpdir(), 'archon-bench-'));
  mkdirSync(join(folder, 'templates'));
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: empty\nversion: 1.0.0\n');
  writeFileSync(
    join(folder, 'templates/config-map.yaml'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n',
  );
  return folder;
}

/** The size of the chart as `helm package` makes it. */
export const measurePackage: Measure = () => {
  const folder = mkdtempSync(join(tmpdir(), 'archon-bench-'));
  try {
    runProcess(resolveTool('helm4'), ['package', 'charts/archon-vllm', '--destination', folder], helmEnvironment());
    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    const value = sizes.reduce((sum, size) => sum + size, 0) / 1000;
    return [{ name: 'helm package', value, unit: 'kB', goal: 100, remark: 'size of the .tgz' }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
