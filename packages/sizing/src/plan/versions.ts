/** `0.19.1` as a number that orders; suffixes do not count. */
export function versionNumber(version: string): number {
  const [, major, minor, patch = '0'] = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return major === undefined ? NaN : (Number(major) * 1000 + Number(minor)) * 1000 + Number(patch);
}

/** `8.9` as a number that orders: 10.0 is more than 8.9. */
export function capabilityNumber(capability: string): number {
  const [major = NaN, minor = 0] = capability.split('.').map(Number);
  return major * 100 + minor;
}
