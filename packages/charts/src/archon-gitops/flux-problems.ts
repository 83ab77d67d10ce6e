import { entriesOf, given, type EffectiveServer } from './fleet.ts';
import { destinationsGiven } from './fleet-problems.ts';

/** What the values ask of Argo CD that Flux does not have. */
export function onlyArgoCd(all: unknown, servers: unknown): string[] {
  const { applicationSet, destination, sync, finalizer, project } = given(all);
  const { prune, options, ignoreDifferences } = given(sync);
  const differences = ((ignoreDifferences ?? []) as unknown[]).map(given);
  const { syncWindows, sourceRepositories, namespaces, name } = given(project);
  const isFilled = (list: unknown): boolean => ((list ?? []) as unknown[]).length > 0;
  return [
    ...(given(applicationSet).enabled === true ? ['applicationSet'] : []),
    ...destinationsGiven(destination, servers),
    ...(prune === false ? ['sync.prune: false'] : []),
    ...entriesOf(servers).flatMap(([server, own]) =>
      given(own.sync).prune === false ? [`servers.${server}.sync.prune: false`] : [],
    ),
    ...(finalizer === false ? ['finalizer: false'] : []),
    ...(isFilled(options) ? ['sync.options'] : []),
    ...(differences.every((one) => isFilled(one.jsonPointers)) ? [] : ['sync.ignoreDifferences without jsonPointers']),
    ...(differences.some((one) => one.jqPathExpressions !== undefined) ? ['jqPathExpressions'] : []),
    ...(differences.some((one) => one.managedFieldsManagers !== undefined) ? ['managedFieldsManagers'] : []),
    ...(isFilled(syncWindows) ? ['project.syncWindows'] : []),
    ...(isFilled(sourceRepositories) ? ['project.sourceRepositories'] : []),
    ...(isFilled(namespaces) ? ['project.namespaces'] : []),
    ...(name === undefined ? [] : ['project.name']),
  ];
}

/** Files of values that Flux cannot read: it takes them from the git repository of the chart. */
export function fluxFileProblems(engine: unknown, servers: EffectiveServer[]): string[] {
  if (engine !== 'flux') return [];
  return servers.flatMap(({ name, repository, valueFiles }) => {
    if (repository.startsWith('oci://') && valueFiles.length > 0)
      return [
        `The server ${name} has its chart from a registry, where Flux reads no files of values. Write them in values, or take the chart from git.`,
      ];
    const others = valueFiles.filter((file) => file.startsWith('$values/'));
    return others.length > 0
      ? [
          `Flux reads files of values from the repository of the chart alone, so the server ${name} cannot have ${others.join(', ')}. Write them in values.`,
        ]
      : [];
  });
}
