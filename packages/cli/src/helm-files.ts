import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What "Check with Helm" downloads from the folder `helm` next to the page, and the licences of what that is made of. */
export const helmFiles = ['about.json', 'helm.wasm.gz', 'worker.js.gz', 'licences.txt'] as const;

/** The page with Helm in it, for the disk: elements that no browser runs, which the page reads instead of a server. */
export function pageWithHelm(page: string, helm: string): string {
  const elements = helmFiles.map((name) => {
    const content = readFileSync(join(helm, name));
    // JSON of versions and figures has no "<", and base64 neither
    const text = name.endsWith('.json') ? content.toString() : content.toString('base64');
    return `<script type="text/plain" id="helm/${name.replace(/\.gz$/, '')}">${text}</script>`;
  });
  const end = page.lastIndexOf('</body>');
  return `${page.slice(0, end)}${elements.join('\n')}\n${page.slice(end)}`;
}

/** A folder for any web server: the page, and next to it what it can download. */
export function writeSite(page: string, helm: string, folder: string): void {
  mkdirSync(join(folder, 'helm'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), page);
  for (const name of helmFiles) cpSync(join(helm, name), join(folder, 'helm', name));
}
