import type { FunctionTable } from '@archon/values';
import { metricsAt } from './metric-names.ts';

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600 };

/** Pods of a number: `50%` of 3 are 2, because Kubernetes rounds up. */
const podsOf = (amount: string | number, replicas: number): number =>
  typeof amount === 'number' ? amount : Math.ceil((Number(amount.slice(0, -1)) * replicas) / 100);

/** What expressions ask of monitoring and availability, in TypeScript and, as named templates, in Helm. */
export const monitoringFunctions: FunctionTable = {
  /** What a release calls its metrics; empty where nobody needs it, because a file has to be read. */
  metricNames: {
    arity: [2, 2],
    returns: 'object',
    evaluate: ([release, needed]) => (needed ? metricsAt(String(release ?? '')) : {}),
    emit: ([release, needed], { include }) => `${include('metric-names', release!.raw, needed!.raw)} | fromJson`,
  },
  /** Seconds of a duration with one unit: `5m`. 0 where there is none. */
  seconds: {
    arity: [1, 1],
    returns: 'integer',
    evaluate: ([duration]) => {
      const [, number = '0', unit = 's'] = /^([0-9]+)([smh])$/.exec(String(duration ?? '')) ?? [];
      return Number(number) * unitSeconds[unit]!;
    },
    emit: ([duration], { include }) => `${include('seconds', duration!.raw)} | int64`,
  },
  /**
   * Pods that a disruption budget lets go: of how many, minAvailable, maxUnavailable. Of an unknown number (0) at least one,
   * unless the budget leaves none of any number.
   */
  disruptionsAllowed: {
    arity: [3, 3],
    returns: 'integer',
    evaluate: ([replicas, minAvailable, maxUnavailable]) => {
      const count = Number(replicas ?? 0);
      const [least, most] = [minAvailable, maxUnavailable] as (string | number | null | undefined)[];
      if (least === undefined || least === null) return podsOf(most ?? 1, count || 1);
      if (count > 0) return count - podsOf(least, count);
      return least === '100%' ? 0 : 1;
    },
    emit: (args, { include }) => `${include('disruptions-allowed', ...args.map(({ raw }) => raw))} | int64`,
  },
};
