#!/usr/bin/env node
// Runs the TypeScript sources as they are: no build step between an edit and its effect.
import { readFileSync } from 'node:fs';

const [first, ...rest] = process.argv.slice(2);
const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
// Whoever reads may have had enough: head
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});

// Loading the commands takes a second, so their list is a file; a test holds it to the commands.
if (first === undefined) {
  process.stderr.write(read('help.txt'));
  process.exitCode = 1;
} else if (/^(--help|-h)$/.test(first) || (first === 'help' && rest.length === 0))
  process.stdout.write(read('help.txt'));
else if (/^(--version|-V)$/.test(first)) console.log(JSON.parse(read('../../../package.json')).version);
else {
  const { createProgram } = await import(await programAddress());
  const program = await createProgram(first);
  await program.parseAsync();
}

/** The bundle, or the sources themselves where no bundle can be kept. */
async function programAddress() {
  const { bundledProgram } = await import('./bundle.js');
  try {
    return await bundledProgram();
  } catch (error) {
    if (!/^(EACCES|EPERM|EROFS|ENOSPC)$/.test(error.code ?? '')) throw error;
    const { register } = await import('tsx/esm/api');
    register();
    return '../src/main.ts';
  }
}
