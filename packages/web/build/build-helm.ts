import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { repoRoot } from '@archon/testbed/cache-dir';
import { helmWasm, helmWasmVersions } from '@archon/testbed/helm-wasm';
import { build, type Rolldown } from 'vite';
import type { AboutHelm, HelmFileSizes } from '../src/helm/about.ts';

const chartFolder = join(repoRoot, 'charts/archon-vllm');

/** Writes Helm for the page into a folder: the program, what runs it together with the chart, and a file about both. */
export async function buildHelm(folder: string): Promise<AboutHelm> {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: Buffer): HelmFileSizes => {
    const zipped = gzipSync(content, { level: 9 });
    writeFileSync(join(folder, `${name}.gz`), zipped);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { zippedBytes: zipped.length, bytes: content.length, sha256 };
  };
  const { program, starter, licences } = helmWasm();
  copyFileSync(licences, join(folder, 'licences.txt'));
  const about: AboutHelm = {
    ...helmWasmVersions(),
    chart: chartTitle(),
    files: {
      'helm.wasm': write('helm.wasm', readFileSync(program)),
      'worker.js': write('worker.js', Buffer.from(`${readFileSync(starter, 'utf8')}\n${await workerScript()}`)),
    },
  };
  writeFileSync(join(folder, 'about.json'), `${JSON.stringify(about, null, 2)}\n`);
  return about;
}

function chartTitle(): string {
  const chart = readFileSync(join(chartFolder, 'Chart.yaml'), 'utf8');
  const value = (key: string): string => new RegExp(`^${key}: (.*)$`, 'm').exec(chart)![1]!;
  return `${value('name')} ${value('version')}`;
}

async function workerScript(): Promise<string> {
  const result = (await build({
    root: join(repoRoot, 'packages/web'),
    configFile: false,
    logLevel: 'warn',
    define: { CHART: JSON.stringify(JSON.stringify(chartFiles())) },
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: 'src/helm/worker.ts', formats: ['iife'], name: 'archonWorker' },
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk, ...others] = result[0]!.output;
  if (others.length > 0) throw new Error(`The worker must be one script, not ${others.length + 1}.`);
  return chunk.code;
}

/** What Helm reads of the chart to render it; presets are files of values, for people. */
function chartFiles(): Record<string, string> {
  const files = readdirSync(chartFolder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) =>
      join(file.parentPath, file.name)
        .slice(chartFolder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => /^(Chart\.yaml|values\.yaml|values\.schema\.json|(templates|files)\/.*)$/.test(path));
  return Object.fromEntries(files.sort().map((path) => [path, readFileSync(join(chartFolder, path), 'utf8')]));
}
