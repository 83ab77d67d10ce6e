import { nearest } from '@archon/values/nearest';
import type { ClusterState } from '../cluster-state.ts';
import type { Needs, Reference } from '../needs/needs.ts';
import type { Finding } from './finding.ts';

const consequences: Readonly<Record<Reference['without'], string>> = {
  'no pod': 'The pod does not start.',
  'no image': 'The kubelet pulls the image without it, which a private registry refuses.',
  'no certificate': 'The ingress controller serves its own certificate.',
};

/** The objects that the values name: whether they exist, and have the key. */
export function namedObjectFindings(state: ClusterState, { server }: Needs): Finding[] {
  const references = server?.references ?? [];
  const findings = references.map((reference) =>
    reference.kind === 'PriorityClass' ? priorityFinding(reference, state) : objectFinding(reference, state),
  );
  const bad = findings.filter((one): one is Finding => one !== undefined);
  const seen = references.filter((reference) => isThere(reference, state));
  const fine = seen.filter(({ path, name }) => !bad.some((one) => one.path === path && one.seen.includes(`"${name}"`)));
  if (fine.length === 0) return bad;
  const names = [...new Set(fine.map(({ kind, name }) => `${kind} ${name}`))];
  return [...bad, { severity: 'info', subject: 'references', seen: `Found: ${names.join(', ')}.` }];
}

function isThere({ kind, name }: Reference, { objects, priorityClasses }: ClusterState): boolean {
  if (kind === 'PriorityClass') return priorityClasses?.includes(name) ?? false;
  return objects.get(`${kind}/${name}`)?.found ?? false;
}

function objectFinding(reference: Reference, { objects, namespace }: ClusterState): Finding | undefined {
  const { kind, name, key, path, without, create } = reference;
  const object = objects.get(`${kind}/${name}`);
  const severity = without === 'no pod' ? 'error' : 'warning';
  const base = { severity, subject: 'references', path, means: consequences[without] } as const;
  if (namespace.exists === false)
    return {
      ...base,
      seen: `The ${kind} "${name}" does not exist, as the namespace ${namespace.name} does not.`,
      do: `Create both before you install.${create === undefined ? '' : ` kubectl create namespace ${namespace.name}; kubectl -n ${namespace.name} ${create}`}`,
    };
  if (!object) return undefined;
  if (!object.found)
    return {
      ...base,
      seen: `The ${kind} "${name}" does not exist in namespace ${namespace.name}.`,
      do: create === undefined ? `Create it, or correct ${path}.` : `kubectl -n ${namespace.name} ${create}`,
    };
  if (key === undefined || object.keys?.includes(key)) return undefined;
  const keys = object.keys ?? [];
  const near = nearest(key, keys) ?? (keys.length === 1 ? keys[0] : undefined);
  const ofKey = path.replace(/existingSecret$/, 'key');
  return {
    ...base,
    seen: `The ${kind} "${name}" has no key "${key}"${keys.length > 0 ? ` (it has ${keys.join(', ')})` : ''}.`,
    ...(near !== undefined && ofKey !== path ? { set: { [ofKey]: near } } : { do: 'Add the key, or name another.' }),
  };
}

function priorityFinding({ name, path }: Reference, { priorityClasses }: ClusterState): Finding | undefined {
  if (!priorityClasses || priorityClasses.includes(name)) return undefined;
  const near = nearest(name, priorityClasses);
  return {
    severity: 'error',
    subject: 'references',
    path,
    seen: `The cluster has no PriorityClass "${name}" (it has ${priorityClasses.join(', ')}).`,
    means: 'The API server refuses the pods.',
    ...(near === undefined ? { do: 'Create it, or leave the value out.' } : { set: { [path]: near } }),
  };
}
