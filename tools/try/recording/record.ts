import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cacheDir, repoRoot } from '@archon/testbed/cache-dir';
import { runScript } from '@archon/testbed/run-script';
import { ToolError } from '@archon/testbed/tool-error';
import { recordingSvg } from './recording-svg.ts';
import type { Chunk } from './terminal-lines.ts';

const file = join(repoRoot, 'docs/try.svg');

// `npx tsx tools/try/recording/record.ts`: runs `npm run try` and draws the picture in the README.
await runScript(async () => {
  const env = { ...process.env, FORCE_COLOR: '1' };
  const script = join(repoRoot, 'tools/try/try.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script], { cwd: repoRoot, env });
  const begun = performance.now();
  const chunks: Chunk[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      process.stdout.write(text);
      // The picture does not show the cache folder of this machine.
      const shown = text.replaceAll(relative(repoRoot, cacheDir()), '.cache').replaceAll(cacheDir(), '.cache');
      chunks.push({ seconds: (performance.now() - begun) / 1000, text: shown });
    });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new ToolError('npm run try failed: docs/try.svg is as it was.');
  writeFileSync(file, recordingSvg(chunks, 'npm run try'));
});
