import { pinnedMinor } from '@archon/testbed/helm-command';

const modes = ['enforce', 'audit', 'warn'];

/** Labels of a namespace that holds its pods to a Pod Security Standard, as the pinned Kubernetes defines it. */
export function podSecurity(level: 'baseline' | 'restricted'): Record<string, string> {
  const [minor] = /^\d+\.\d+/.exec(pinnedMinor())!;
  const prefix = 'pod-security.kubernetes.io';
  return Object.fromEntries(
    modes.flatMap((mode) => [
      [`${prefix}/${mode}`, level],
      [`${prefix}/${mode}-version`, `v${minor}`],
    ]),
  );
}
