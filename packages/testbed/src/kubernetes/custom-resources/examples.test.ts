import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateObjects } from '../validate-objects.ts';

const folder = join(import.meta.dirname, 'examples');

/** What is written wrong in an example, and the whole complaint about it. */
type Mistake = [right: string, wrong: string, complaint: string];

const mistakes: Record<string, Mistake[]> = {
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

describe('Examples of custom resources', { timeout: 600_000 }, () => {
  const names = readdirSync(folder).map((file) => file.replace('.yaml', ''));
  const examples = new Map(names.map((name) => [name, readFileSync(join(folder, `${name}.yaml`), 'utf8')]));

  it('should be accepted, all of them', () => {
    expect(validateObjects([...examples.values()].join('---\n'))).toEqual([]);
  });

  it.each(names)('should be refused for each mistake, by where it is and what it is: %s', (name) => {
    const changed = mistakes[name]!.map(([right, wrong]) => {
      expect(examples.get(name)).toContain(right);
      return examples.get(name)!.replace(right, wrong);
    });
    const complaints = mistakes[name]!.map(([, , complaint]) => complaint);
    expect(validateObjects(changed.join('---\n')).toSorted()).toEqual(complaints.toSorted());
  });

  it('should be refused for a trigger of a type that KEDA does not have', () => {
    const [problem = ''] = validateObjects(examples.get('keda')!.replace('type: prometheus', 'type: promethues'));
    expect(problem).toMatch(/^ScaledObject\/vllm: \/spec\/triggers\/0\/type value must be one of .*'prometheus', /);
  });
});
