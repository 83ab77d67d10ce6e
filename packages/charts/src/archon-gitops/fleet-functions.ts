import type { FunctionTable } from '@archon/values';
import { listOf } from '../list-of.ts';
import { fleetOf, given, type EffectiveServer } from './fleet.ts';
import {
  asRoot,
  chartProblems,
  collisions,
  destinationProblems,
  destinationsGiven,
  fileProblems,
  nullPaths,
  presetTwice,
  unknownServers,
  unlistedKinds,
  widerWindows,
} from './fleet-problems.ts';
import { fluxFileProblems, onlyArgoCd } from './flux-problems.ts';

/** Other namespaces into which the values of archon-vllm put objects. */
const namespacesIn = (values: Record<string, unknown>): string[] =>
  ['monitoring', 'dashboards'].flatMap((key) => {
    const { namespace } = given(values[key]);
    return namespace ? [namespace as string] : [];
  });

/** What expressions ask of the servers, in TypeScript and, as named templates, in Helm. */
export const fleetFunctions: FunctionTable = {
  /** The servers with everything that counts for them: all values, the servers. */
  fleet: listOf('fleet', 2, fleetOf),
  collisions: listOf('collisions', 1, collisions),
  chartProblems: listOf('chart-problems', 2, chartProblems),
  fileProblems: listOf('file-problems', 1, fileProblems),
  nullPaths: listOf('null-paths', 2, nullPaths),
  presetTwice: listOf('preset-twice', 1, presetTwice),
  destinationProblems: listOf('destination-problems', 2, destinationProblems),
  unknownServers: listOf('unknown-servers', 2, unknownServers),
  unlistedKinds: listOf('unlisted-kinds', 2, unlistedKinds),
  asRoot: listOf('as-root', 1, asRoot),
  widerWindows: listOf('wider-windows', 2, widerWindows),
  destinationsGiven: listOf('destinations-given', 2, destinationsGiven),
  onlyArgoCd: listOf('only-argo-cd', 2, onlyArgoCd),
  fluxFileProblems: listOf('flux-file-problems', 2, fluxFileProblems),
  /** The items of a list, each once, in order. */
  distinct: {
    arity: [1, 1],
    returns: 'list',
    evaluate: ([list]) => [...new Set(list as string[])].sort(),
    emit: ([list]) => `uniq ${list!.raw} | sortAlpha`,
  },
  /** The repositories of the charts and of the files of values. */
  repositories: listOf('repositories', 1, (servers: EffectiveServer[]) => {
    const all = servers.flatMap(({ repository, valueFiles, valuesRepository }) => [
      repository,
      ...(valueFiles.some((file) => file.startsWith('$values/')) ? [valuesRepository] : []),
    ]);
    return [...new Set(all)].sort();
  }),
  /** The clusters of the servers with their namespaces, those of what Prometheus and Grafana read, and further ones. */
  destinations: listOf('destinations', 2, (servers: EffectiveServer[], further: string[] | null) => {
    const all = servers.flatMap(({ destination, namespace, values }) =>
      [namespace, ...namespacesIn(values), ...(further ?? [])].map((one) => ({ ...destination, namespace: one })),
    );
    return all.filter(
      (one, index) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === index,
    );
  }),
};
