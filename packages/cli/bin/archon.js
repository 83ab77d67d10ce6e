#!/usr/bin/env node
// Runs the TypeScript sources directly: no build step between an edit and its effect.
import { register } from 'tsx/esm/api';

register();
// whoever reads may have had enough: head
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});
const { createProgram } = await import('../src/main.ts');
const program = await createProgram(process.argv[2]);
await program.parseAsync();
