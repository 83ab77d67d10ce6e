import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOnce } from '@archon/testbed/build-once';
import { cacheDir } from '@archon/testbed/cache-dir';
import { ToolError } from '@archon/testbed/tool-error';
import { runPython } from '@archon/testbed/python-command';

/** The folder with the source release of a version of vLLM, downloaded on the first call; only the files that are read are kept. */
export function sourceRelease(version: string): string {
  const folder = join(cacheDir(), 'vllm-sdist', version);
  mkdirSync(dirname(folder), { recursive: true });
  return buildOnce(folder, { title: `the source tree of vLLM ${version}`, takes: 'up to 1 min' }, (empty) => {
    const download = mkdtempSync(join(tmpdir(), 'archon-vllm-'));
    try {
      downloadSdist(version, download);
      const [archive] = readdirSync(download);
      const { ok, stderr } = runPython([script('python/unpack.py'), join(download, archive!), empty]);
      if (!ok) throw new ToolError(`The source release of vLLM ${version} cannot be unpacked: ${lastLine(stderr)}`);
    } finally {
      rmSync(download, { recursive: true, force: true });
    }
  });
}

/**
 * `pip download` requires a package's name and version from its build backend before it keeps a source release. Without
 * build isolation the backend is the `setuptools` on the path: ours, which runs no code of the release.
 */
function downloadSdist(version: string, folder: string): void {
  const options = '--no-deps --no-binary vllm --no-build-isolation --ignore-requires-python --retries 1 --timeout 30';
  const { ok, stdout, stderr } = runPython(
    ['-m', 'pip', 'download', `vllm==${version}`, ...options.split(' '), '--dest', folder],
    { PYTHONPATH: script('sdist-backend') },
  );
  if (!ok) throw new ToolError(explainFailure(version, `${stdout}\n${stderr}`));
}

/** What pip's output means for the user. */
export function explainFailure(version: string, output: string, versions = indexVersions): string {
  if (/No module named pip/.test(output)) return 'Python has no pip: install it (python3 -m ensurepip).';
  if (!/Could not find a version|No matching distribution/.test(output))
    return `pip cannot download vLLM ${version}: ${lastLine(output)}`;
  const known = versions();
  if (known.length === 0) return 'The Python package index does not answer: is there a network connection?';
  if (known.includes(version))
    return `vLLM ${version} has no source release on the Python package index, only wheels: write its entry by hand.`;
  const near = known.toSorted((a, b) => nearness(version, a) - nearness(version, b)).slice(0, 3);
  return `There is no vLLM ${version} on the Python package index: the nearest are ${near.join(', ')}.`;
}

/** Distance of two versions, by their numbers from left to right. */
function nearness(wanted: string, version: string): number {
  const [a, b] = [wanted, version].map((text) => (text.match(/\d+/g) ?? []).map(Number));
  const weights = [1e9, 1e6, 1e3, 1];
  return weights.reduce((sum, weight, place) => sum + weight * Math.abs((a![place] ?? 0) - (b![place] ?? 0)), 0);
}

function indexVersions(): string[] {
  const { stdout } = runPython(['-m', 'pip', 'index', 'versions', 'vllm', '--retries', '1', '--timeout', '30']);
  return /Available versions: (.*)/.exec(stdout)?.[1]?.split(', ') ?? [];
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
const script = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
