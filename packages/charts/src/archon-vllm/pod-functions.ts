import { bytesOf, type FunctionTable } from '@archon/values';

type Amount = string | number | null | undefined;
type Amounts = Record<string, Amount> | null | undefined;

interface Container {
  volumeMounts?: { name: string }[] | null;
}

/** What expressions ask of the parts of a pod, in TypeScript and, as named templates, in Helm. */
export const podFunctions: FunctionTable = {
  /** Names of the volumes that containers mount. */
  mountedVolumes: {
    arity: [1, 1],
    returns: 'list',
    evaluate: ([containers]) =>
      ((containers as Container[] | null | undefined) ?? []).flatMap(({ volumeMounts }) =>
        (volumeMounts ?? []).map(({ name }) => name),
      ),
    emit: ([containers], { include }) => `${include('mounted-volumes', containers!.raw)} | fromJsonArray`,
  },
  /** What Kubernetes has against requests next to limits, but for CPU, memory and the GPUs, which have rules of their own. */
  resourceProblems: {
    arity: [3, 3],
    returns: 'list',
    evaluate: ([requests, limits, gpu]) => {
      const asked = Object.entries((requests as Amounts) ?? {}).filter(
        (one): one is [string, string | number] => !['cpu', 'memory', gpu].includes(one[0]) && one[1] != null,
      );
      return asked
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([name, request]) => problemOf(name, request, ((limits as Amounts) ?? {})[name]));
    },
    emit: ([requests, limits, gpu], { include }) =>
      `${include('resource-problems', requests!.raw, limits!.raw, gpu!.raw)} | fromJsonArray`,
  },
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
