import type { ReleaseRequest } from './check-release.ts';

/** Registries that do not answer, found before anything is built. Whether they take what is published shows later. */
export async function registryProblems({ charts, npm, plainHttp, dryRun }: ReleaseRequest): Promise<string[]> {
  if (dryRun) return [];
  const addresses = [
    ...(charts === undefined ? [] : [`${plainHttp ? 'http' : 'https'}://${charts.split('/')[0]}/v2/`]),
    ...(npm === undefined ? [] : [`${npm.replace(/\/$/, '')}/-/ping`]),
  ];
  const problems = await Promise.all(addresses.map(whyNoAnswer));
  return problems.filter((problem) => problem !== undefined);
}

async function whyNoAnswer(address: string): Promise<string | undefined> {
  try {
    // Any answer will do: a registry may ask for a login first.
    await fetch(address, { signal: AbortSignal.timeout(10_000) });
    return undefined;
  } catch (error) {
    const { message, cause } = error as Error;
    return `${address} does not answer: ${cause instanceof Error && cause.message ? cause.message : message}. Is the address right?`;
  }
}
