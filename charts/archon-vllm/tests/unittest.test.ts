import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveTool } from '@archon/testbed/go-tools';
import { helmEnvironment } from '@archon/testbed/helm-command';
import { chart } from './support/chart.ts';

const suites = readdirSync(join(chart, 'tests')).filter((file) => file.endsWith('_test.yaml'));
const templates = readdirSync(join(chart, 'templates')).filter((file) => /^[^_].*\.yaml$/.test(file));

it('should have a suite for helm-unittest for every template', () => {
  expect(suites.sort()).toEqual(templates.map((file) => file.replace('.yaml', '_test.yaml')).sort());
});

it('should pass helm-unittest', () => {
  const args = ['--strict', '-f', 'tests/*_test.yaml', chart];
  const { status, stdout, stderr } = spawnSync(resolveTool('helm-unittest'), args, {
    encoding: 'utf8',
    env: helmEnvironment(),
  });
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toContain(`${suites.length} passed, ${suites.length} total`);
});
