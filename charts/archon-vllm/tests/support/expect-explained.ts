import { expect, vi } from 'vitest';
import { kubectl } from '@archon/testbed/cluster/testing/test-cluster';
import { type Release, waiting } from './release.ts';
import { lookupsOf, readmeTroubles, type Trouble, troublesIn } from './troubleshooting.ts';

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

/** A command that the release's NOTES name prints the sign; NOTES and README explain it, each at one place. */
export async function expectExplained(release: Release, { sign, advice }: Explained): Promise<void> {
  const lookups = lookupsOf(await release.notes());
  const troubles = lookups.flatMap((each) => each.troubles);
  expectAdvice(sign, troubles, advice);
  expectAdvice(sign, readmeTroubles(), advice);
  const { command } = lookups.find((each) => troublesIn(sign, each.troubles).length > 0)!;
  const untilSeen = { timeout: 60_000, interval: 500 };
  await vi.waitFor(async () => expect(await kubectl.do(command)).toContain(sign), untilSeen);
}

/** What Helm prints when it fails; there are no NOTES then, so it is the README that explains. */
export function expectRefused({ code, stderr }: { code: number; stderr: string }, { sign, advice }: Explained): void {
  expect(code).toBe(1);
  expect(stderr).toContain(sign);
  expectAdvice(sign, readmeTroubles(), advice);
}

function expectAdvice(sign: string, troubles: Trouble[], advice: string): void {
  expect(troublesIn(sign, troubles).map((each) => each.advice)).toEqual([expect.stringContaining(advice)]);
}
