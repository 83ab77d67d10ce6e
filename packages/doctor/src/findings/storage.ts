import { nearest } from '@archon/values/nearest';
import { quantity } from '../amounts.ts';
import type { ClusterState, StorageClass } from '../cluster-state.ts';
import type { ClaimNeeds, Needs, PodNeeds } from '../needs/needs.ts';
import type { Finding } from './finding.ts';

const path = 'persistence.storageClassName';

/** Whether the claim of the model cache gets a volume, and what the volume can do. */
export function storageFindings(state: ClusterState, { server }: Needs): Finding[] {
  const { claim, pod, replicas = 1 } = server ?? {};
  if (!claim || !pod) return [];
  const there = claim.name === undefined ? undefined : state.objects.get(`PersistentVolumeClaim/${claim.name}`)?.claim;
  if (there) return claimFindings(claim, there, state, replicas);
  if (claim.existing || !state.storageClasses) return [];
  return classFindings(claim, pod, state.storageClasses, state);
}

function claimFindings(
  claim: ClaimNeeds,
  there: NonNullable<ReturnType<ClusterState['objects']['get']>>['claim'] & object,
  { storageClasses }: ClusterState,
  replicas: number,
): Finding[] {
  const { phase, accessModes, bytes, storageClass } = there;
  const size = quantity('storage', bytes);
  const base = { subject: 'storage', path: claim.existing ? 'persistence.existingClaim' : 'persistence.size' } as const;
  const seen = `The claim ${claim.name} has ${size}, ${accessModes.join(', ')}, and is ${phase}.`;
  const shared = accessModes.some((mode) => mode.endsWith('Many'));
  const expands = storageClasses?.find(({ name }) => name === storageClass)?.expands;
  const found: Finding[] = [];
  if (phase === 'Lost')
    found.push({
      ...base,
      severity: 'error',
      seen,
      means: 'Its volume is gone: the pod does not start.',
      do: 'Create the claim again.',
    });
  if (replicas > 1 && !shared)
    found.push({
      ...base,
      severity: 'warning',
      seen,
      means: `replicas is ${replicas}, and pods on different nodes cannot mount it together: those on other nodes wait.`,
      do: 'Use a claim with ReadWriteMany.',
    });
  if (!claim.existing && claim.bytes < bytes)
    found.push({
      ...base,
      severity: 'error',
      seen,
      means: `A claim cannot shrink: helm upgrade fails with persistence.size ${claim.size}.`,
      set: { 'persistence.size': size },
    });
  if (!claim.existing && claim.bytes > bytes && expands === false)
    found.push({
      ...base,
      severity: 'error',
      seen,
      means: `Its StorageClass ${storageClass} does not expand volumes: helm upgrade fails with persistence.size ${claim.size}.`,
      set: { 'persistence.size': size },
    });
  return found.length > 0 ? found : [{ ...base, severity: 'info', seen }];
}

function classFindings(
  claim: ClaimNeeds,
  pod: PodNeeds,
  classes: readonly StorageClass[],
  state: ClusterState,
): Finding[] {
  const names = classes.map(({ name }) => name);
  const chosen =
    claim.storageClass === ''
      ? classes.find(({ isDefault }) => isDefault)
      : classes.find(({ name }) => name === claim.storageClass);
  const base = { subject: 'storage', path } as const;
  if (!chosen) {
    const near = claim.storageClass === '' ? names[0] : nearest(claim.storageClass, names);
    const has = names.length > 0 ? ` (it has ${names.join(', ')})` : '';
    return [
      {
        ...base,
        severity: 'error',
        seen:
          claim.storageClass === ''
            ? `The cluster has no default StorageClass${has}.`
            : `The cluster has no StorageClass "${claim.storageClass}"${has}.`,
        means: 'The claim gets no volume, and the pod stays Pending.',
        ...(near === undefined
          ? {
              do: 'Install a provisioner, or create a volume by hand. persistence.enabled: false downloads the model at every start.',
            }
          : { set: { [path]: near } }),
      },
    ];
  }
  const { name, provisioner, expands, bindingMode } = chosen;
  const seen = `StorageClass ${name} (${provisioner}) ${expands ? 'expands' : 'does not expand'} volumes, and binds ${bindingMode === 'Immediate' ? 'immediately' : 'when a pod is scheduled'}.`;
  const means = [
    ...(expands ? [] : [`The claim of ${claim.size} cannot grow later.`]),
    ...(bindingMode === 'Immediate' ? ['The volume may be created in a zone without a GPU node.'] : []),
  ].join(' ');
  return [
    { ...base, severity: 'info', seen, ...(means !== '' && { means }) },
    ...groupFindings(claim, pod, chosen, state),
  ];
}

/**
 * Kubernetes gives a volume to the pod's fsGroup only where the driver says so:
 * https://kubernetes-csi.github.io/docs/support-fsgroup.html. The volume of a driver that does not belongs to root.
 */
function groupFindings(
  { accessModes }: ClaimNeeds,
  { securityContext }: PodNeeds,
  { name, provisioner }: StorageClass,
  { csiDrivers }: ClusterState,
): Finding[] {
  const policy = csiDrivers?.find((driver) => driver.name === provisioner)?.fsGroupPolicy;
  const ignored = policy === 'None' || (policy === 'ReadWriteOnceWithFSType' && !accessModes.includes('ReadWriteOnce'));
  if (!ignored || securityContext['runAsUser'] === 0) return [];
  const { runAsUser = 2000, fsGroup } = securityContext as { runAsUser?: number; fsGroup?: number };
  return [
    {
      severity: 'warning',
      subject: 'storage',
      path: 'podSecurityContext.fsGroup',
      seen: `The driver ${provisioner} of StorageClass ${name} has fsGroupPolicy ${policy}.`,
      means: `Kubernetes does not give the volume to group ${fsGroup ?? 'of fsGroup'}: if it belongs to root, vLLM as user ${runAsUser} cannot write the model cache.`,
      do: `Make the export writable for user ${runAsUser}, or use another StorageClass.`,
    },
  ];
}
