/** `0.19.1` as a number that orders; suffixes do not count. A part above 999, which no release has, counts as 999. */
export function versionNumber(version: string): number {
  const parts = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version)?.slice(1);
  return parts ? parts.reduce((sum, part = '0') => sum * 1000 + Math.min(Number(part), 999), 0) : NaN;
}

/** `8.9` as a number that orders: 10.0 is more than 8.9. */
export function capabilityNumber(capability: string): number {
  const [major = NaN, minor = 0] = capability.split('.').map(Number);
  return major * 100 + minor;
}
