import { nearest } from '@archon/values/nearest';
import type { ClusterState } from '../cluster-state.ts';
import type { Needs } from '../needs/needs.ts';
import type { Finding } from './finding.ts';

const path = 'gpu.runtimeClassName';

/** The RuntimeClass of the pods: without it the API server refuses them. */
export function runtimeClassFindings({ runtimeClasses }: ClusterState, { server }: Needs): Finding[] {
  const wanted = server?.gpu.runtimeClass ?? '';
  if (!runtimeClasses || wanted === '') return [];
  const names = runtimeClasses.map(({ name }) => name);
  if (names.includes(wanted))
    return [{ severity: 'info', subject: 'runtime', path, seen: `The RuntimeClass ${wanted} exists.` }];
  const seen = `The cluster has no RuntimeClass "${wanted}"${names.length > 0 ? ` (it has ${names.join(', ')})` : ''}.`;
  const byHandler = runtimeClasses.find(({ handler }) => handler === 'nvidia')?.name;
  const instead = byHandler ?? nearest(wanted, names);
  return [
    {
      severity: 'error',
      subject: 'runtime',
      path,
      seen,
      means: 'The API server refuses the pods.',
      set: { [path]: instead ?? '' },
      ...(instead === undefined && {
        do: 'Set it to "" only if NVIDIA is the default runtime of the nodes. Else install the NVIDIA container toolkit and its RuntimeClass.',
      }),
    },
  ];
}
