import { bytesOf, type FunctionTable } from '@archon/values';

type Quantities = Record<string, string | number>;

const quantitiesOf = (value: unknown): Quantities => ({ ...(value as Quantities | null | undefined) });

/** What expressions ask of `resources`, in TypeScript and, as a named template, in Helm. */
export const resourceFunctions: FunctionTable = {
  /**
   * Requests and limits after the presets: where the user set one side of a pair alone, and the other side contradicts it,
   * the other side becomes equal.
   */
  pairResources: {
    arity: [4, 4],
    returns: 'object',
    evaluate: (args) => {
      const [requests, limits, ownRequests, ownLimits] = args.map(quantitiesOf) as [
        Quantities,
        Quantities,
        Quantities,
        Quantities,
      ];
      for (const [name, request] of Object.entries(requests)) {
        const limit = limits[name];
        if (limit === undefined || bytesOf(request) <= bytesOf(limit)) continue;
        if (!(name in ownLimits)) limits[name] = request;
        else if (!(name in ownRequests)) requests[name] = limit;
      }
      return { requests, limits };
    },
    emit: (args, { include }) => `${include('pair-resources', ...args.map(({ raw }) => raw))} | fromJson`,
  },
};
