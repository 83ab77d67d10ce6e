import { nearest } from '@archon/values/nearest';
import type { ClusterState, IngressClass } from '../cluster-state.ts';
import type { Needs } from '../needs/needs.ts';
import type { Finding } from './finding.ts';

/** Values of ingress.controller, by the controller that an IngressClass names. */
const controllers: readonly (readonly [RegExp, string])[] = [
  [/^k8s\.io\/ingress-nginx$/, 'nginx'],
  [/^traefik\.io\/ingress-controller$/, 'traefik'],
  [/^haproxy\.org\/ingress-controller/, 'haproxy'],
  [/^haproxy-ingress\.github\.io\/controller/, 'haproxy-ingress'],
  [/^projectcontour\.io\//, 'contour'],
  [/^ingress\.k8s\.aws\/alb$/, 'aws'],
];

/** What ingress.controller is for a class; `other` for one that the chart has no annotations for. */
export const controllerOf = ({ controller }: IngressClass): string =>
  controllers.find(([pattern]) => pattern.test(controller))?.[1] ?? 'other';

/** Whether a controller serves the Ingress, and is the one whose annotations the chart renders. */
export function ingressFindings({ ingressClasses, server }: ClusterState, needs: Needs): Finding[] {
  const { ingress } = needs.server ?? {};
  if (!ingress || !ingressClasses) return [];
  const names = ingressClasses.map(({ name }) => name);
  const { className, controller } = ingress;
  // GKE's own controller has no IngressClass: it serves what has none, and the class gce.
  if (/-gke\./.test(server.version) && (className === '' || className.startsWith('gce'))) return [];
  const chosen =
    className === ''
      ? ingressClasses.find(({ isDefault }) => isDefault)
      : ingressClasses.find(({ name }) => name === className);
  if (!chosen) return [withoutClass(className, names)];
  const is = controllerOf(chosen);
  const seen = `IngressClass ${chosen.name} is served by ${chosen.controller}.`;
  const base = { subject: 'ingress', path: 'ingress.controller', seen } as const;
  if (controller === is) return [{ ...base, severity: 'info' }];
  if (controller === '' && is === 'other') return [{ ...base, severity: 'info', set: { 'ingress.controller': is } }];
  return [
    {
      ...base,
      severity: 'warning',
      means:
        controller === ''
          ? `Without ingress.controller the chart does not raise its timeout, and a long answer may be cut.`
          : `The values are for ${controller}, whose annotations it does not read: its timeout stays, and a long answer may be cut.`,
      set: { 'ingress.controller': is },
    },
  ];
}

function withoutClass(className: string, names: readonly string[]): Finding {
  const has = names.length > 0 ? ` (it has ${names.join(', ')})` : '';
  const near = className === '' ? names[0] : (nearest(className, names) ?? (names.length === 1 ? names[0] : undefined));
  return {
    severity: 'warning',
    subject: 'ingress',
    path: 'ingress.className',
    seen:
      className === ''
        ? `The cluster has no default IngressClass${has}.`
        : `The cluster has no IngressClass "${className}"${has}.`,
    means: 'vLLM starts, but nothing serves its Ingress.',
    set: near === undefined ? { 'ingress.enabled': false } : { 'ingress.className': near },
    ...(near === undefined && { do: 'Or install an ingress controller.' }),
  };
}
