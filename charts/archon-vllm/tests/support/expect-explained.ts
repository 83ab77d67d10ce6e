import { expect, vi } from 'vitest';
import { kubectl } from '@archon/testbed/testing/test-cluster';
import { type Release, waiting } from './release.ts';
import { commandOf, readmeTroubles, troublesIn } from './troubleshooting.ts';

/** What Kubernetes or Helm prints about a problem, and a part of the advice that the chart gives. */
export interface Explained {
  sign: string;
  advice: string;
}

/** A problem that a test can cause, and fix by the advice. */
export interface Case extends Explained {
  trouble: string;
  /** Values that do not start here, and values that follow the advice. */
  broken: object;
  fixed: object;
  /** What else the advice says. */
  alsoFix?: (namespace: string) => Promise<unknown>;
}

/** Installs what does not start, expects an explanation, follows the advice, and expects a start. */
export async function expectAdviceToHelp(release: Release, { broken, fixed, alsoFix, ...said }: Case): Promise<void> {
  expect(await release.install(broken)).toMatchObject({ code: 0, stderr: '' });
  await expectExplained(release, said);
  await alsoFix?.(release.namespace);
  expect(await release.upgrade(fixed, ...waiting)).toMatchObject({ code: 0, stderr: '' });
}

/** The command of the release's NOTES, or the events of its namespace, print the sign; the README explains it. */
export async function expectExplained(release: Release, { sign, advice }: Explained): Promise<void> {
  expectAdvice(sign, advice);
  const commands = [commandOf(await release.notes()), ['-n', release.namespace, 'events']];
  const untilSeen = { timeout: 60_000, interval: 500 };
  const printed = async () => (await Promise.all(commands.map((command) => kubectl.do(command)))).join('\n');
  await vi.waitFor(async () => expect(await printed()).toContain(sign), untilSeen);
}

/** Helm fails and prints the sign; it prints no NOTES then, so the README explains. */
export function expectRefused({ code, stderr }: { code: number; stderr: string }, { sign, advice }: Explained): void {
  expect(code).toBe(1);
  expect(stderr).toContain(sign);
  expectAdvice(sign, advice);
}

/** The README explains a sign in exactly one place. */
function expectAdvice(sign: string, advice: string): void {
  expect(troublesIn(sign, readmeTroubles()).map((each) => each.advice)).toEqual([expect.stringContaining(advice)]);
}
