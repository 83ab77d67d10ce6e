import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseObjects } from '../parse-objects.ts';
import { validateObjects } from '../validate-objects.ts';

const folder = join(import.meta.dirname, 'examples');

/** What is written wrong in an example, and the whole complaint about it. */
type Typo = [right: string, wrong: string, complaint: string];

const errors: Record<string, Typo[]> = {
  'gateway-api': [
    ['backendRefs:', 'backendRef:', "HTTPRoute/vllm: /spec/rules/0 additional properties 'backendRef' not allowed"],
    ['port: 8000', 'port: http', 'HTTPRoute/vllm: /spec/rules/0/backendRefs/0/port got string, want integer'],
    ['labels:', 'lables:', "HTTPRoute/vllm: /metadata additional properties 'lables' not allowed"],
    [
      'from: All',
      'form: All',
      "Gateway/inference: /spec/listeners/0/allowedRoutes/namespaces additional properties 'form' not allowed",
    ],
  ],
  'inference-extension': [
    [
      'number: 8000',
      'port: 8000',
      "InferencePool/vllm: /spec/targetPorts/0 missing property 'number'; " +
        "/spec/targetPorts/0 additional properties 'port' not allowed",
    ],
    [
      'FailOpen',
      'failOpen',
      "InferencePool/vllm: /spec/endpointPickerRef/failureMode value must be one of 'FailOpen', 'FailClose'",
    ],
    ['endpointPickerRef', 'extensionRef', "InferencePool/vllm: /spec additional properties 'extensionRef' not allowed"],
  ],
  cilium: [
    ['toFQDNs:', 'toFqdns:', "CiliumNetworkPolicy/vllm: /spec/egress/1 additional properties 'toFqdns' not allowed"],
    ['"443"', '443', 'CiliumNetworkPolicy/vllm: /spec/egress/1/toPorts/0/ports/0/port got number, want string'],
    [
      'protocol: TCP',
      'protocol: tcp',
      'CiliumNetworkPolicy/vllm: /spec/egress/1/toPorts/0/ports/0/protocol value must be one of ' +
        "'TCP', 'UDP', 'SCTP', 'VRRP', 'IGMP', 'GRE', 'IPIP', 'IPV6', 'ESP', 'AH', 'ANY'",
    ],
  ],
  'external-secrets': [
    [
      'secretKey:',
      'secretkey:',
      "ExternalSecret/vllm-api-key: /spec/data/0 missing property 'secretKey'; " +
        "/spec/data/0 additional properties 'secretkey' not allowed",
    ],
    [
      'property:',
      'proprety:',
      "ExternalSecret/vllm-api-key: /spec/data/0/remoteRef additional properties 'proprety' not allowed",
    ],
  ],
  'prometheus-operator': [
    ['podMetricsEndpoints:', 'endpoints:', "PodMonitor/vllm: /spec additional properties 'endpoints' not allowed"],
    [
      'targetLabel:',
      'targetLable:',
      "PodMonitor/vllm: /spec/podMetricsEndpoints/0/relabelings/0 additional properties 'targetLable' not allowed",
    ],
    [
      'keep_firing_for:',
      'keepFiringFor:',
      "PrometheusRule/vllm: /spec/groups/0/rules/1 additional properties 'keepFiringFor' not allowed",
    ],
    [
      'strategy: Warn',
      'strategy: ignore',
      "PrometheusRule/vllm: /spec/groups/0/partial_response_strategy 'ignore' does not match pattern " +
        "'^([aA][bB][oO][rR][tT]|[wW][aA][rR][nN])?$'",
    ],
  ],
  keda: [
    ['maxReplicaCount:', 'maxReplicas:', "ScaledObject/vllm: /spec additional properties 'maxReplicas' not allowed"],
    [
      'serverAddress:',
      'serverAdress:',
      "ScaledObject/vllm: /spec/triggers/0/metadata missing property 'serverAddress'; " +
        "/spec/triggers/0/metadata additional properties 'serverAdress' not allowed",
    ],
    [
      'threshold: "4"',
      'threshold: 4',
      'ScaledObject/vllm: /spec/triggers/0/metadata/threshold got number, want string',
    ],
    [
      'parameter: bearerToken',
      'paramter: bearerToken',
      "TriggerAuthentication/prometheus: /spec/secretTargetRef/0 missing property 'parameter'; " +
        "/spec/secretTargetRef/0 additional properties 'paramter' not allowed",
    ],
  ],
  'leader-worker-set': [
    [
      'restartPolicy:',
      'restartPolcy:',
      "LeaderWorkerSet/vllm-group: /spec/leaderWorkerTemplate additional properties 'restartPolcy' not allowed",
    ],
    [
      'httpGet:',
      'httpget:',
      'LeaderWorkerSet/vllm-group: /spec/leaderWorkerTemplate/leaderTemplate/spec/containers/0/readinessProbe ' +
        "additional properties 'httpget' not allowed",
    ],
    ['size: 2', 'size: two', 'LeaderWorkerSet/vllm-group: /spec/leaderWorkerTemplate/size got string, want integer'],
    [
      'LeaderReady',
      'LeaderReddy',
      "LeaderWorkerSet/vllm-group: /spec/startupPolicy value must be one of 'LeaderCreated', 'LeaderReady'",
    ],
  ],
  'argo-cd': [
    [
      'releaseName:',
      'releasename:',
      "Application/archon: /spec/source/helm additional properties 'releasename' not allowed",
    ],
    ['prune: true', 'prune: "true"', 'Application/archon: /spec/syncPolicy/automated/prune got string, want boolean'],
    [
      'jsonPointers:',
      'jsonPointer:',
      "Application/archon: /spec/ignoreDifferences/0 additional properties 'jsonPointer' not allowed",
    ],
    [
      'goTemplateOptions:',
      'goTemplateOption:',
      "ApplicationSet/archon: /spec additional properties 'goTemplateOption' not allowed",
    ],
  ],
  flux: [
    [
      'interval: 10m',
      'intervall: 10m',
      "OCIRepository/coder: /spec missing property 'interval'; /spec additional properties 'intervall' not allowed",
    ],
    ['branch: main', 'brnach: main', "GitRepository/chat: /spec/ref additional properties 'brnach' not allowed"],
    [
      'RetryOnFailure',
      'RetryOnFail',
      "HelmRelease/coder: /spec/install/strategy/name value must be one of 'RemediateOnFailure', 'RetryOnFailure'",
    ],
    [
      'interval: 1h',
      'interval: 1 hour',
      "HelmRelease/coder: /spec/interval '1 hour' does not match pattern '^([0-9]+(\\\\.[0-9]+)?(ms|s|m|h))+$'",
    ],
    ['mode: enabled', 'mode: on', 'HelmRelease/coder: /spec/driftDetection/mode got boolean, want string'],
  ],
  'tekton-pipelines': [
    ['script:', 'skript:', "Pipeline/chart: /spec/tasks/0/taskSpec/steps/0 additional properties 'skript' not allowed"],
    [
      'resolver: git',
      'resolvre: git',
      "Pipeline/chart: /spec/finally/0/taskRef additional properties 'resolvre' not allowed",
    ],
    ['secretName:', 'secret:', "Task/publish: /spec/volumes/0/secret additional properties 'secret' not allowed"],
    [
      'fsGroup:',
      'fsgroup:',
      'PipelineRun/chart-{{ generateName }}: /spec/taskRunTemplate/podTemplate/securityContext ' +
        "additional properties 'fsgroup' not allowed",
    ],
  ],
  'tekton-triggers': [
    [
      'serviceAccountName:',
      'serviceAccount:',
      "EventListener/github: /spec additional properties 'serviceAccount' not allowed",
    ],
    [
      'nodeSelector:',
      'nodeSelektor:',
      'EventListener/github: /spec/resources/kubernetesResource/spec/template/spec ' +
        "additional properties 'nodeSelektor' not allowed",
    ],
    [
      'resourcetemplates:',
      'resourceTemplates:',
      "TriggerTemplate/chart: /spec additional properties 'resourceTemplates' not allowed",
    ],
    [
      'pipelineRef:',
      'pipelineReff:',
      "TriggerTemplate/chart: /spec/resourcetemplates/0/spec additional properties 'pipelineReff' not allowed",
    ],
    [
      'kind: PipelineRun',
      'kind: PipelineRunn',
      'TriggerTemplate/chart: /spec/resourcetemplates/0/kind value must be one of ' +
        "'PipelineRun', 'TaskRun', 'CustomRun'",
    ],
  ],
};

// Maps whose keys are the user's, and what is not checked: values of a chart, parameters of an interceptor.
const ownKeys = [
  'labels',
  'matchLabels',
  'annotations',
  'nodeSelector',
  'limits',
  'requests',
  'valuesObject',
  'values',
  'value',
];

/** The paths of the keys in an object that mean something to Kubernetes. */
function keyPaths(node: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(node)) return node.flatMap((item, index) => keyPaths(item, [...path, index]));
  if (typeof node !== 'object' || node === null || ownKeys.includes(String(path.at(-1)))) return [];
  return Object.entries(node).flatMap(([key, value]) => [[...path, key], ...keyPaths(value, [...path, key])]);
}

describe('Examples of custom resources', { timeout: 600_000 }, () => {
  const names = readdirSync(folder).map((file) => file.replace('.yaml', ''));
  const examples = new Map(names.map((name) => [name, readFileSync(join(folder, `${name}.yaml`), 'utf8')]));

  it('should be accepted, all of them', () => {
    expect(validateObjects([...examples.values()].join('---\n'))).toEqual([]);
  });

  it.each(names)('should be refused for each error, by where it is and what it is: %s', (name) => {
    const changed = errors[name]!.map(([right, wrong]) => {
      expect(examples.get(name)).toContain(right);
      return examples.get(name)!.replace(right, wrong);
    });
    const complaints = errors[name]!.map(([, , complaint]) => complaint);
    expect(validateObjects(changed.join('---\n')).toSorted()).toEqual(complaints.toSorted());
  });

  it('should be refused for each key in them that is misspelt', () => {
    const objects = [...examples.values()].flatMap((text) => parseObjects(text.replaceAll('generateName:', 'name:')));
    const typos = objects.flatMap((object) =>
      keyPaths(object.spec).map((path) => {
        const copy = structuredClone(object);
        const parent = path.slice(0, -1).reduce((node, step) => node[step], copy.spec);
        const key = path.at(-1)!;
        parent[`${key}z`] = parent[key];
        delete parent[key];
        return { path: `${object.kind} ${path.join('.')}`, object: copy };
      }),
    );
    typos.forEach(({ object }, index) => (object.metadata = { name: `typo-${index}` }));
    expect(typos.length).toBeGreaterThan(200);
    const problems = validateObjects(typos.map(({ object }) => JSON.stringify(object)).join('\n---\n'));
    const refused = new Set(problems.map((problem) => /^\w+\/(typo-\d+): /.exec(problem)?.[1]));
    const accepted = typos.filter((_typo, index) => !refused.has(`typo-${index}`)).map(({ path }) => path);
    expect(accepted).toEqual([]);
  });

  it('should be refused for a trigger of a type that KEDA does not have', () => {
    const [problem = ''] = validateObjects(examples.get('keda')!.replace('type: prometheus', 'type: promethues'));
    expect(problem).toMatch(/^ScaledObject\/vllm: \/spec\/triggers\/0\/type value must be one of .*'prometheus', /);
  });
});
