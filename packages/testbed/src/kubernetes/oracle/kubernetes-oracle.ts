import { resolveTool } from '../../go/go-tools.ts';
import { startLineProgram } from '../../process/line-program.ts';
import type { KubernetesObject } from '../parse-objects.ts';

/** What Kubernetes has against a field of an object; of the whole object where the field is empty. */
interface Refusal {
  kind: string;
  name: string;
  field: string;
  message: string;
}

/** Kubernetes' own validation in one process: what its API server says when objects are created. */
export interface KubernetesOracle {
  /** A line for each refusal, as `Deployment/vllm spec.replicas: Invalid value …`. */
  refusals(objects: KubernetesObject[]): Promise<string[]>;
  end(): Promise<void>;
}

/** Starts the Go program of this folder. It ends with `end`, or with this process. */
export function startKubernetesOracle(): KubernetesOracle {
  const program = resolveTool('kubernetes-oracle');
  const { ask, end } = startLineProgram<KubernetesObject[], Refusal[]>(program, 'Kubernetes’ own validation');
  return { refusals: async (objects) => (await ask(objects)).map(lineOf), end };
}

const lineOf = ({ kind, name, field, message }: Refusal): string =>
  `${[kind, name].filter(Boolean).join('/')} ${field || '(all of it)'}: ${message}`;
