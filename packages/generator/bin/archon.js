#!/usr/bin/env node
// Runs the TypeScript sources directly: no build step between an edit and its effect.
import { register } from 'tsx/esm/api';

register();
const { createProgram } = await import('../src/cli/main.ts');
createProgram().parse();
