import { findFlag, findRelease } from '@archon/sizing';

/** What the chart needs to know of a release, by the newest one that is not newer; undefined where none is that old. */
export function releaseData(release: string): Record<string, unknown> | undefined {
  const known = release === '' ? undefined : findRelease(release);
  if (!known) return undefined;
  const { version, image, entrypoint, modelArgument } = known;
  const { cuda, minDriver } = image;
  const has = (flag: string) => findFlag(flag, version)!.availability.available;
  return {
    version,
    entrypoint,
    modelArgument,
    ...(cuda && { cuda }),
    ...(minDriver && { minDriver }),
    ...(has('shutdown-timeout') && { shutdownTimeout: true }),
    ...(has('enable-ssl-refresh') && { sslRefresh: true }),
  };
}
