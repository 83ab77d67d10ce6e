import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ToolError } from '../process/tool-error.ts';

/** Why this machine cannot run a real node; undefined when it seems possible. */
export function whyNoRealNode(): string | undefined {
  if (process.platform !== 'linux') return `it needs Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'it needs root: it creates namespaces, mounts and control groups';
  if (!existsSync('/sys/fs/cgroup')) return 'it needs control groups, and /sys/fs/cgroup does not exist';
  const unshare = ['unshare', '--mount', '--net', '--pid', '--fork', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'];
  const { status, stderr } = spawnSync(unshare[0]!, unshare.slice(1), { encoding: 'utf8' });
  if (status !== 0) return `this machine does not allow namespaces and mounts (${stderr?.trim() || 'unshare failed'})`;
  const missing = ['apt-get', 'dpkg-deb', 'perl'].filter((program) => spawnSync('which', [program]).status !== 0);
  if (missing.length > 0)
    return `its root filesystem is created by ${missing.join(', ')}, which this machine does not have`;
  return undefined;
}

/** Throws where a real node cannot run, and says what works instead. */
export function requireRealNode(reason: string | undefined = whyNoRealNode()): void {
  if (reason === undefined) return;
  throw new ToolError(
    `A real node cannot run here: ${reason}.\n` +
      'Fake nodes work everywhere, and accept pods without running them: npm run cluster -- up',
  );
}
