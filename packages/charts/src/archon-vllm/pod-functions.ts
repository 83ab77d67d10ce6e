import { bytesOf, type FunctionTable } from '@archon/values';
import { listOf } from '../list-of.ts';

type Amount = string | number | null | undefined;
type Amounts = Record<string, Amount> | null | undefined;

interface Container {
  volumeMounts?: { name: string }[] | null;
}

/** What expressions ask of the parts of a pod, in TypeScript and, as named templates, in Helm. */
export const podFunctions: FunctionTable = {
  /** Names of the volumes that containers mount. */
  mountedVolumes: listOf('mounted-volumes', 1, (containers: Container[] | null | undefined) =>
    (containers ?? []).flatMap(({ volumeMounts }) => (volumeMounts ?? []).map(({ name }) => name)),
  ),
  /** What Kubernetes has against requests next to limits, but for CPU, memory and the GPUs, which have rules of their own. */
  resourceProblems: listOf('resource-problems', 3, (requests: Amounts, limits: Amounts, gpu: string) => {
    const asked = Object.entries(requests ?? {}).filter(
      (one): one is [string, string | number] => !['cpu', 'memory', gpu].includes(one[0]) && one[1] != null,
    );
    return asked
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, request]) => problemOf(name, request, (limits ?? {})[name]));
  }),
};

function problemOf(name: string, request: string | number, limit: Amount): string[] {
  const asked = bytesOf(request);
  const most = limit == null ? undefined : bytesOf(limit);
  if (name === 'ephemeral-storage')
    return most !== undefined && asked > most
      ? [`The request for ${name} exceeds its limit. Lower the request or raise the limit.`]
      : [];
  return most !== undefined && asked === most
    ? []
    : [`Kubernetes does not overcommit ${name}: its limit must be set, and equal to its request.`];
}
