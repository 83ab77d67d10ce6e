import type { FunctionTable } from '@archon/values';

interface ServicePort {
  name?: string | null;
  port: number;
  protocol?: string | null;
}

/** What expressions ask of `service`, in TypeScript and, as a named template, in Helm. */
export const serviceFunctions: FunctionTable = {
  /** Names and numbers that a list of ports shares with the port of the API or has twice, and ports without a name. */
  takenPorts: {
    arity: [3, 3],
    returns: 'list',
    evaluate: ([ports, apiName, apiPort]) => {
      const taken = [String(apiName), `${String(apiPort)}/TCP`];
      return ((ports as ServicePort[] | null | undefined) ?? []).flatMap(({ name, port, protocol }) => {
        const number = `${port}/${protocol ?? 'TCP'}`;
        const found = [name ?? '', number].filter((one) => taken.includes(one));
        taken.push(name ?? '', number);
        return name ? found : [number];
      });
    },
    emit: (args, { include }) => `${include('taken-ports', ...args.map(({ typed }) => typed))} | fromJsonArray`,
  },
};
