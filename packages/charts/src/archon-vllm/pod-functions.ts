import { coreFunctions, type FunctionTable } from '@archon/values';

type Amounts = Record<string, string | number | null> | null | undefined;

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
    evaluate: ([requests, limits, gpu], scope) => {
      const bytes = (amount: unknown) => coreFunctions.bytes!.evaluate([amount], scope) as number;
      const asked = Object.entries((requests as Amounts) ?? {}).filter(
        ([name, request]) => !['cpu', 'memory', gpu].includes(name) && request !== null,
      );
      return asked
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([name, request]) => problemOf(name, request, ((limits as Amounts) ?? {})[name], bytes));
    },
    emit: ([requests, limits, gpu], { include }) =>
      `${include('resource-problems', requests!.raw, limits!.raw, gpu!.raw)} | fromJsonArray`,
  },
};

function problemOf(name: string, request: unknown, limit: unknown, bytes: (amount: unknown) => number): string[] {
  const given = limit !== undefined && limit !== null;
  if (name === 'ephemeral-storage')
    return given && bytes(request) > bytes(limit)
      ? [`The request for ${name} exceeds its limit. Lower the request or raise the limit.`]
      : [];
  return given && bytes(request) === bytes(limit)
    ? []
    : [`Kubernetes does not overcommit ${name}: its limit must be set, and equal to its request.`];
}
