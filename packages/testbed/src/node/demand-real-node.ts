import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ToolError } from '../process/tool-error.ts';

/** Why this machine cannot run a real node; undefined when nothing is known against it. */
export function whyNoRealNode(): string | undefined {
  if (process.platform !== 'linux') return `it needs Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'it needs root: it makes namespaces, mounts and control groups';
  if (process.arch !== 'x64') return `vLLM for CPU comes for x86_64, and this is ${process.arch}`;
  if (!existsSync('/sys/fs/cgroup')) return 'it needs control groups, and /sys/fs/cgroup is not there';
  const unshare = ['unshare', '--mount', '--net', '--pid', '--fork', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'];
  const { status, stderr } = spawnSync(unshare[0]!, unshare.slice(1), { encoding: 'utf8' });
  if (status !== 0)
    return `this machine lets nobody make namespaces and mounts (${stderr?.trim() || 'unshare failed'})`;
  const missing = ['apt-get', 'dpkg-deb', 'perl'].filter((program) => spawnSync('which', [program]).status !== 0);
  if (missing.length > 0)
    return `its root filesystem is made by ${missing.join(', ')}, which this machine does not have`;
  return undefined;
}

/** Refuses a real node where it cannot run, and says what can. */
export function demandRealNode(): void {
  const reason = whyNoRealNode();
  if (reason === undefined) return;
  throw new ToolError(
    `A real node cannot run here: ${reason}.\n` +
      'Fake nodes run anywhere and take pods without running them: npm run cluster -- up',
  );
}
