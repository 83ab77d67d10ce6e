import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { goModulesDir, repoRoot } from '../process/cache-dir.ts';
import { ToolError } from '../process/tool-error.ts';

/** The text of packages/testbed/src/go.mod, where every version is pinned; or of the go.mod in a folder of src/. */
export function goMod(folder = ''): string {
  return readFileSync(join(goModulesDir, folder, 'go.mod'), 'utf8');
}

/** The version of a module in packages/testbed/src/go.mod (or in a folder of src/), with its `v`: `v4.3.1`. */
export function moduleVersion(module: string, folder = ''): string {
  const requirement = goMod(folder)
    .split('\n')
    .map((line) => line.replace(/^(require )?\s*/, '').split(/\s+/))
    .find(([name, version]) => name === module && version?.startsWith('v'));
  if (!requirement?.[1]) throw new ToolError(`${place(folder)}/go.mod does not require ${module}`);
  return requirement[1];
}

/** The Kubernetes release that go.mod pins, without `v`. */
export function kubernetesVersion(): string {
  return moduleVersion('k8s.io/kubernetes').slice(1);
}

/**
 * Runs `go` in src/, or in a folder of it, and returns its stdout; a missing go and a failing one are ToolErrors that
 * say what to do.
 */
export function runGo(args: string[], need: string, folder = '', environment: Record<string, string> = {}): string {
  try {
    return execFileSync('go', args, {
      cwd: join(goModulesDir, folder),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 << 20,
      env: { ...goEnvironment(), ...environment },
    });
  } catch (error) {
    throw explain(error as GoFailure, args, need, folder);
  }
}

/** The folder of a pinned module's sources, downloaded on the first call; `folder` as in moduleVersion. */
export function moduleFolder(module: string, need: string, folder = ''): string {
  const pinned = `${module}@${moduleVersion(module, folder)}`;
  return (JSON.parse(runGo(['mod', 'download', '-json', pinned], need, folder)) as { Dir: string }).Dir;
}

const place = (folder: string): string => relative(repoRoot, join(goModulesDir, folder));

type GoFailure = NodeJS.ErrnoException & { stdout?: string; stderr?: string };

// A go.work above the checkout, or variables for cross-compiling, would build something else.
function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOOS: '', GOARCH: '' };
}

function explain(error: GoFailure, args: string[], need: string, folder: string): ToolError {
  if (error.code === 'ENOENT') {
    const least = /^go (\S+)$/m.exec(goMod())?.[1];
    return new ToolError(
      `go is missing: ${need}, and no program named "go" is on PATH.\n` +
        `Archon builds its tools from the sources pinned in packages/testbed/src/go.mod, so that every machine runs the same versions.\n` +
        `Install Go ${least} or newer (https://go.dev/dl/, or your system's package "golang") and try again.`,
    );
  }
  const stderr = error.stderr?.replace(/^go: downloading .*\n/gm, '').trim();
  // `go mod download -json` puts its error on stdout.
  const detail = stderr || error.stdout?.trim() || error.message;
  return new ToolError(`${need}, but \`go ${args[0]}\` failed in ${place(folder)}/:\n${detail}`);
}
