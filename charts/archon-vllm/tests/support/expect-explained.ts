import { expect, vi } from 'vitest';
import { kubectl } from '@archon/testbed/testing/test-cluster';
import { type Release, waiting } from './release.ts';
import { commandOf, readmeTroubles, troublesIn } from './troubleshooting.ts';

/** What Kubernetes or Helm says of a trouble, and words of the advice that the chart gives. */
export interface Explained {
  sign: string;
  advice: string;
}

/** A trouble that can be made, and mended by the advice. */
export interface Case extends Explained {
  trouble: string;
  /** Values that do not start here, and values that follow the advice. */
  broken: object;
  cured: object;
  /** What the advice asks for besides. */
  alsoCure?: (namespace: string) => Promise<unknown>;
}

/** Installs what does not start, finds it explained, follows the advice, and sees it start. */
export async function expectAdviceToHelp(release: Release, { broken, cured, alsoCure, ...said }: Case): Promise<void> {
  expect(await release.install(broken)).toMatchObject({ code: 0, stderr: '' });
  await expectExplained(release, said);
  await alsoCure?.(release.namespace);
  expect(await release.upgrade(cured, ...waiting)).toMatchObject({ code: 0, stderr: '' });
}

/** The command of the release's NOTES, or the events of its namespace, print the sign; the README explains it. */
export async function expectExplained(release: Release, { sign, advice }: Explained): Promise<void> {
  expectAdvice(sign, advice);
  const commands = [commandOf(await release.notes()), ['-n', release.namespace, 'events']];
  const untilSeen = { timeout: 60_000, interval: 500 };
  const printed = async () => (await Promise.all(commands.map((command) => kubectl.do(command)))).join('\n');
  await vi.waitFor(async () => expect(await printed()).toContain(sign), untilSeen);
}

/** What Helm prints when it fails; there are no NOTES then, so it is the README that explains. */
export function expectRefused({ code, stderr }: { code: number; stderr: string }, { sign, advice }: Explained): void {
  expect(code).toBe(1);
  expect(stderr).toContain(sign);
  expectAdvice(sign, advice);
}

/** The README explains a sign at one place. */
function expectAdvice(sign: string, advice: string): void {
  expect(troublesIn(sign, readmeTroubles()).map((each) => each.advice)).toEqual([expect.stringContaining(advice)]);
}
