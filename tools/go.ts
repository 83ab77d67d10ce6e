import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolsDir } from './cache-dir.ts';
import { ToolError } from './tool-error.ts';

/** The text of tools/go.mod, where every version is pinned. */
export function goMod(): string {
  return readFileSync(join(toolsDir, 'go.mod'), 'utf8');
}

/** The version of a module in tools/go.mod, with its `v`: `v4.3.1`. */
export function moduleVersion(module: string): string {
  const requirement = goMod()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([name, version]) => name === module && version?.startsWith('v'));
  if (!requirement?.[1]) throw new ToolError(`tools/go.mod does not require ${module}`);
  return requirement[1];
}

/** The Kubernetes release that go.mod pins, without `v`. */
export function kubernetesVersion(): string {
  return moduleVersion('k8s.io/kubernetes').slice(1);
}

/** Runs `go` in tools/ and returns its stdout; a missing go and a failing one are ToolErrors that say what to do. */
export function runGo(args: string[], need: string): string {
  try {
    return execFileSync('go', args, {
      cwd: toolsDir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 << 20,
      env: goEnvironment(),
    });
  } catch (error) {
    throw explain(error as GoFailure, args, need);
  }
}

type GoFailure = NodeJS.ErrnoException & { stdout?: string; stderr?: string };

// A go.work above the checkout or a cross-compiling shell would build something else.
function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOOS: '', GOARCH: '' };
}

function explain(error: GoFailure, args: string[], need: string): ToolError {
  if (error.code === 'ENOENT') {
    const least = /^go (\S+)$/m.exec(goMod())?.[1];
    return new ToolError(
      `go is missing: ${need}, and no program named "go" is on PATH.\n` +
        `Archon builds its tools from the sources pinned in tools/go.mod, so that every machine runs the same versions.\n` +
        `Install Go ${least} or newer (https://go.dev/dl/, or your system's package "golang") and try again.`,
    );
  }
  const stderr = error.stderr?.replace(/^go: downloading .*\n/gm, '').trim();
  // `go mod download -json` puts its error on stdout.
  const detail = stderr || error.stdout?.trim() || error.message;
  return new ToolError(`${need}, but \`go ${args[0]}\` failed in tools/:\n${detail}`);
}
