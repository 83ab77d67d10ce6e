import { createHash } from 'node:crypto';
import { cpSync, linkSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildOnce } from '../process/build-once.ts';
import { cacheDir } from '../process/cache-dir.ts';

/** A layer of a FolderImage: files and folders of this machine by their paths in the image. Every user may read it. */
export function folderLayer(title: string, contents: Readonly<Record<string, string>>): string {
  const described = Object.entries(contents).map(([path, source]) => {
    const { size, mtimeMs } = statSync(source);
    return [path, source, size, mtimeMs];
  });
  const fingerprint = createHash('sha256').update(JSON.stringify(described)).digest('hex').slice(0, 12);
  const label = { title: `the layer of ${title}`, takes: 'a few seconds' };
  const folder = buildOnce(
    join(cacheDir(), 'layers', `${title.replaceAll(' ', '-')}-${fingerprint}`),
    label,
    (empty) => {
      for (const [path, source] of Object.entries(contents)) {
        const target = join(empty, 'root', path);
        mkdirSync(dirname(target), { recursive: true });
        linkOrCopy(source, target);
      }
    },
  );
  return join(folder, 'root');
}

/** A link takes neither time nor space, where both places are of one file system. */
function linkOrCopy(source: string, target: string): void {
  if (statSync(source).isDirectory()) return cpSync(source, target, { recursive: true });
  try {
    linkSync(source, target);
  } catch {
    cpSync(source, target, { dereference: true });
  }
}
