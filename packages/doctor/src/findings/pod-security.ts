import type { ContainerNeeds, PodNeeds } from '../needs/needs.ts';

/** A Pod Security Standard: https://kubernetes.io/docs/concepts/security/pod-security-standards/. */
export type Level = 'baseline' | 'restricted';

/** What a level forbids and the pod has. */
export interface Violation {
  readonly path: string;
  readonly text: string;
  readonly set?: Readonly<Record<string, unknown>>;
}

type Context = Readonly<Record<string, unknown>>;

interface Capabilities {
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
}

/** Capabilities that baseline allows to add. */
const baselineCapabilities = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** Kinds of volumes that restricted allows. */
const restrictedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** All that the level refuses of the pod, with the values that would pass. */
export function securityViolations(pod: PodNeeds, level: Level): Violation[] {
  const { containers, securityContext, volumes } = pod;
  return [
    ...volumes.flatMap((volume) => volumeViolations(volume, level)),
    ...seccompViolations('podSecurityContext', securityContext),
    ...containers.flatMap((container) => baselineViolations(container)),
    ...(level === 'restricted'
      ? containers.flatMap((container) => restrictedViolations(container, securityContext))
      : []),
  ];
}

function volumeViolations(volume: Context, level: Level): Violation[] {
  const kind = Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir';
  const refused = level === 'restricted' ? !restrictedVolumes.includes(kind) : kind === 'hostPath';
  return refused
    ? [
        {
          path: 'extraVolumes',
          text: `the volume ${String(volume['name'])} is ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`,
        },
      ]
    : [];
}

function seccompViolations(path: string, { seccompProfile }: Context): Violation[] {
  const { type } = (seccompProfile ?? {}) as { type?: string };
  return type === 'Unconfined' ? [{ path, text: `${path}.seccompProfile is Unconfined` }] : [];
}

function baselineViolations({ name, path, securityContext, hostPorts }: ContainerNeeds): Violation[] {
  const { add = [] } = (securityContext['capabilities'] ?? {}) as Capabilities;
  const more = add.filter((capability) => !baselineCapabilities.includes(capability));
  return [
    ...(securityContext['privileged'] === true ? [{ path, text: `container ${name} is privileged` }] : []),
    ...(more.length > 0 ? [{ path, text: `container ${name} adds ${more.join(', ')}` }] : []),
    ...(hostPorts ? [{ path, text: `container ${name} has a hostPort` }] : []),
    ...seccompViolations(path, securityContext),
  ];
}

/** Of a container a value of its own counts, else that of the pod. */
function restrictedViolations({ name, path, securityContext: own }: ContainerNeeds, pod: Context): Violation[] {
  const given = (key: string): unknown => own[key] ?? pod[key];
  const { drop = [], add = [] } = (own['capabilities'] ?? {}) as Capabilities;
  const more = add.filter(
    (capability) => capability !== 'NET_BIND_SERVICE' && baselineCapabilities.includes(capability),
  );
  const found: (Violation | false)[] = [
    (given('runAsNonRoot') !== true || given('runAsUser') === 0) && {
      path: 'podSecurityContext.runAsNonRoot',
      text: `container ${name} may run as root`,
      // only images of vLLM 0.22.1 and later have a user of their own
      set: { 'podSecurityContext.runAsNonRoot': true, 'podSecurityContext.runAsUser': 2000 },
    },
    given('seccompProfile') === undefined && {
      path: 'podSecurityContext.seccompProfile',
      text: `container ${name} has no seccompProfile`,
      set: { 'podSecurityContext.seccompProfile': { type: 'RuntimeDefault' } },
    },
    own['allowPrivilegeEscalation'] !== false && {
      path,
      text: `container ${name} does not set allowPrivilegeEscalation: false`,
      ...(path === 'securityContext' && { set: { 'securityContext.allowPrivilegeEscalation': false } }),
    },
    !drop.includes('ALL') && {
      path,
      text: `container ${name} does not drop ALL capabilities`,
      ...(path === 'securityContext' && { set: { 'securityContext.capabilities': { drop: ['ALL'] } } }),
    },
    more.length > 0 && { path, text: `container ${name} adds ${more.join(', ')}` },
  ];
  return found.filter((one): one is Violation => one !== false);
}
