import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildOnce } from '../process/build-once.ts';
import { cacheDir } from '../process/cache-dir.ts';
import { ToolError } from '../process/tool-error.ts';

/** A root filesystem of Debian packages, created without installing them on this machine. */
export interface RootFilesystem {
  name: string;
  title: string;
  suite: Suite;
  packages: readonly string[];
  /** Our own files, by their paths in it. */
  files?: Readonly<Record<string, string>>;
}

/** A release of Debian. */
export type Suite = 'bookworm' | 'trixie';

/** The packages that a node's programs need: the container runtime, networking, and the libraries of Node.js. */
export const nodeRoot: RootFilesystem = {
  name: 'node',
  title: 'the root filesystem of the node',
  suite: 'bookworm',
  packages: ['runc', 'nftables', 'iptables', 'conntrack', 'iproute2', 'mount', 'libstdc++6'],
};

/** The root filesystem of images that need git: of CI's steps, of a git server, and of Argo CD. */
export const gitRoot: RootFilesystem = {
  name: 'git',
  title: 'the root filesystem of images with git',
  suite: 'bookworm',
  packages: ['git', 'ca-certificates', 'gnupg', 'libstdc++6'],
};

/** The folder that contains a root filesystem once it is created. */
export function rootFilesystemFolder(wanted: RootFilesystem): string {
  const fingerprint = createHash('sha256').update(JSON.stringify(wanted)).digest('hex').slice(0, 12);
  return join(cacheDir(), 'roots', `${wanted.name}-${wanted.suite}-${fingerprint}`);
}

/** The root filesystem, created on the first call; needs root, apt and a Debian mirror. */
export function resolveRootFilesystem(wanted: RootFilesystem): string {
  const folder = rootFilesystemFolder(wanted);
  const label = { title: `${wanted.title} from Debian packages`, takes: 'about 80 s' };
  const filled = buildOnce(folder, label, (emptyFolder) => fill(wanted, join(emptyFolder, 'root')));
  return join(filled, 'root');
}

function fill({ suite, packages, files = {} }: RootFilesystem, root: string): void {
  const temporary = mkdtempSync(join(tmpdir(), 'archon-mmdebstrap-'));
  try {
    download(['mmdebstrap', 'debian-archive-keyring'], temporary);
    run('sh', ['-c', 'for each in *.deb; do dpkg-deb --extract "$each" .; done'], temporary);
    const programs = join(temporary, 'usr/bin');
    run(
      join(programs, 'mmdebstrap'),
      [
        '--quiet',
        '--variant=essential',
        `--include=${packages.join(',')}`,
        ...['doc', 'man', 'locale', 'info'].map((each) => `--dpkgopt=path-exclude=/usr/share/${each}/*`),
        `--keyring=${join(temporary, 'usr/share/keyrings')}`,
        suite,
        root,
      ],
      temporary,
      `${programs}:${process.env.PATH}`,
    );
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Fetches packages without installing them, with its own package lists if this machine has none. */
function download(packages: readonly string[], temporary: string): void {
  // Only for root, because the fetched programs are run.
  const apt = (...args: string[]) => run('apt-get', ['-o', 'APT::Sandbox::User=root', '--quiet', ...args], temporary);
  try {
    apt('download', ...packages);
  } catch {
    const [lists, cache] = ['lists/partial', 'cache/archives/partial'].map((name) => join(temporary, name));
    for (const each of [lists!, cache!]) mkdirSync(each, { recursive: true });
    const own = [`Dir::State::lists=${join(temporary, 'lists')}`, `Dir::Cache=${join(temporary, 'cache')}`];
    const options = own.flatMap((each) => ['-o', each]);
    apt(...options, 'update');
    apt(...options, 'download', ...packages);
  }
}

function run(file: string, args: string[], cwd: string, path = process.env.PATH): void {
  try {
    execFileSync(file, args, {
      cwd,
      env: { ...process.env, PATH: path },
      stdio: ['ignore', 'ignore', 'pipe'],
      maxBuffer: 64 << 20,
    });
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    const said =
      code === 'ENOENT'
        ? `There is no program "${file}" on this machine.`
        : stderr?.toString().trim().split('\n').slice(-6).join('\n');
    throw new ToolError(
      `The root filesystem of a real node could not be created from Debian packages:\n${said}\n` +
        `It needs root, apt-get, dpkg and perl, and access to a Debian mirror. Fake nodes need nothing of this: npm run cluster -- up`,
    );
  }
}
