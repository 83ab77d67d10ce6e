import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { resolveTool } from '@archon/testbed/go-tools';
import { helmEnvironment } from '@archon/testbed/helm-command';

const suitesOf = (chart: string): string[] =>
  readdirSync(join(chart, 'tests')).filter((file) => file.endsWith('_test.yaml'));

/** Expects a suite for helm-unittest for every template of a chart, and no other. */
export function expectSuites(chart: string): void {
  const templates = readdirSync(join(chart, 'templates')).filter((file) => /^[^_].*\.yaml$/.test(file));
  expect(suitesOf(chart).sort()).toEqual(templates.map((file) => file.replace('.yaml', '_test.yaml')).sort());
}

/** Runs all of them. */
export function runSuites(chart: string): void {
  const suites = suitesOf(chart);
  const args = ['--strict', '-f', 'tests/*_test.yaml', chart];
  const { status, stdout, stderr } = spawnSync(resolveTool('helm-unittest'), args, {
    encoding: 'utf8',
    env: helmEnvironment(),
  });
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toContain(`${suites.length} passed, ${suites.length} total`);
}
