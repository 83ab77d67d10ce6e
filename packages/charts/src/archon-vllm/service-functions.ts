import type { FunctionTable } from '@archon/values';
import { listOf } from '../list-of.ts';

interface ServicePort {
  name?: string | null;
  port: number;
  protocol?: string | null;
  targetPort?: string | number | null;
}

interface Container {
  ports?: readonly { name?: string | null }[] | null;
  restartPolicy?: string | null;
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
  /** Named target ports that neither vLLM nor a container next to it has. An init container with ports restarts always. */
  lostTargetPorts: listOf(
    'lost-target-ports',
    3,
    (ports: ServicePort[] | null, initContainers: Container[] | null, containers: Container[] | null) => {
      const sidecars = (initContainers ?? []).filter((one) => one.restartPolicy === 'Always');
      const named = [...sidecars, ...(containers ?? [])].flatMap((one) => (one.ports ?? []).map(({ name }) => name));
      return (ports ?? []).flatMap(({ targetPort }) =>
        typeof targetPort === 'string' && targetPort !== 'http' && !named.includes(targetPort) ? [targetPort] : [],
      );
    },
  ),
};
