import type { FunctionTable } from '@archon/values';
import { listOf } from '../list-of.ts';

interface Parent {
  kind?: string | null;
  name: string;
  namespace?: string | null;
  sectionName?: string | null;
}
type Filter = { type: string } & Record<string, unknown>;
type Given<T> = T[] | null | undefined;

/** A Gateway, or an object of another kind, as the definition of the HTTPRoute tells them apart. */
const gatewayOf = ({ kind, namespace, name }: Parent): string =>
  `${kind && kind !== 'Gateway' ? `${kind} ` : ''}${namespace ? `${namespace}/` : ''}${name}`;

/** A port does not count: two parents of one Gateway need two section names. */
const listenerOf = (parent: Parent): string =>
  parent.sectionName ? `${gatewayOf(parent)}:${parent.sectionName}` : gatewayOf(parent);

// The types of filters that the definition of the HTTPRoute allows several times.
const repeatable = ['RequestMirror', 'ExtensionRef'];

/** The field that a type of filter is written in: urlRewrite of URLRewrite. */
const fieldOf = (type: string): string =>
  ({ URLRewrite: 'urlRewrite', CORS: 'cors' })[type] ?? type.charAt(0).toLowerCase() + type.slice(1);

/** What a rewritten path lacks, of the field that its type names and the one path that a prefix is replaced in. */
function rewriteProblems({ urlRewrite }: Filter, paths: string[]): string[] {
  const { type, ...fields } = (urlRewrite as { path?: Filter | null }).path ?? { type: '' };
  if (!type) return [];
  const field = fieldOf(type);
  if (Object.keys(fields).join(' ') !== field)
    return [`The path of a filter URLRewrite has the type ${type}: it needs the field ${field}, and no other.`];
  return type === 'ReplacePrefixMatch' && paths.length > 1
    ? [`replacePrefixMatch is for a single path, and httpRoute.paths has ${paths.length}. Keep one.`]
    : [];
}

/** What expressions ask of `httpRoute`, in TypeScript and, as named templates, in Helm. */
export const routeFunctions: FunctionTable = {
  /** The first path, without a slash at its end: where the API is. */
  routePath: {
    arity: [1, 1],
    returns: 'string',
    evaluate: ([paths]) => ((paths as string[] | null | undefined)?.[0] ?? '/v1').replace(/\/$/, ''),
    emit: ([paths], { include }) => include('routePath', paths!.raw),
  },
  /** The listeners that parents name, each as one text. */
  gatewayListeners: listOf('gatewayListeners', 1, (parents: Given<Parent>) => (parents ?? []).map(listenerOf)),
  /** Gateways that parents name both whole and by a listener. */
  wholeAndPart: listOf('wholeAndPart', 1, (parents: Given<Parent>) => {
    const all = parents ?? [];
    const isWhole = (one: Parent): boolean => listenerOf(one) === gatewayOf(one);
    const parts = all.filter((one) => !isWhole(one)).map(gatewayOf);
    return [...new Set(all.filter(isWhole).map(gatewayOf))].filter((name) => parts.includes(name));
  }),
  /** What the definition of the HTTPRoute refuses of filters and paths, in sentences. */
  filterProblems: listOf('filterProblems', 2, (filters: Given<Filter>, paths: Given<string>) => {
    const seen: string[] = [];
    return (filters ?? []).flatMap((filter) => {
      const { type, ...fields } = filter;
      const isRepeated = seen.includes(type) && !repeatable.includes(type);
      seen.push(type);
      if (type === 'RequestRedirect')
        return ['A filter RequestRedirect answers instead of vLLM, and the Gateway API refuses both. Remove it.'];
      const field = fieldOf(type);
      if (Object.keys(fields).join(' ') !== field)
        return [`A filter of the type ${type} needs the field ${field}, and no other.`];
      if (isRepeated) return [`The Gateway API allows one filter of the type ${type}. Write all of it in one.`];
      return type === 'URLRewrite' ? rewriteProblems(filter, paths ?? []) : [];
    });
  }),
};
