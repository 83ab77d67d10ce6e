/**
 * One-line errors that Kubernetes refuses: where the chart must say so, and the values as YAML. They are about every
 * part of the values that Kubernetes reads.
 */
export const oneLineErrors: [path: string, values: string][] = [
  // Labels and annotations.
  ['commonLabels.a b', 'commonLabels: { a b: x }'],
  ['commonLabels.-a', 'commonLabels: { -a: x }'],
  ['commonLabels.a/b/c', 'commonLabels: { a/b/c: x }'],
  ['commonLabels.Example.com/a', 'commonLabels: { Example.com/a: x }'],
  ['commonLabels.a', 'commonLabels: { a: x y }'],
  ['podLabels./a', 'podLabels: { /a: x }'],
  ['podLabels.a', 'podLabels: { a: -x }'],
  [`podLabels.${'a'.repeat(64)}`, `podLabels: { ${'a'.repeat(64)}: x }`],
  ['podAnnotations.a b', 'podAnnotations: { a b: x }'],
  ['podAnnotations.a_/b', 'podAnnotations: { a_/b: x }'],
  ['commonAnnotations.a:b', 'commonAnnotations: { "a:b": x }'],
  ['service.annotations.a/', 'service: { annotations: { a/: x } }'],
  ['ingress.annotations.a$', 'ingress: { annotations: { a$: x } }'],
  ['persistence.annotations.ä', 'persistence: { annotations: { ä: x } }'],
  ['serviceAccount.annotations.a,b', 'serviceAccount: { create: true, annotations: { "a,b": x } }'],
  // Names of what is elsewhere.
  ['priorityClassName', 'priorityClassName: a..b'],
  ['gpu.runtimeClassName', 'gpu: { runtimeClassName: a.-b }'],
  ['serviceAccount.name', 'serviceAccount: { create: true, name: a..b }'],
  ['persistence.storageClassName', 'persistence: { storageClassName: a..b }'],
  ['apiKey.key', 'apiKey: { existingSecret: a, key: .. }'],
  ['huggingFace.token.key', 'huggingFace: { token: { existingSecret: a, key: ..a } }'],
  ['ingress.className', 'ingress: { className: a..b }'],
  [
    'ingress.tls[0].secretName',
    'ingress: { hosts: [{ host: a.b, allowAnonymous: true }], tls: [{ hosts: [a.b], secretName: a..b }] }',
  ],
  ['gpu.resourceName', 'gpu: { resourceName: a..b/gpu }'],
  // Hosts, paths and ports.
  ['ingress.hosts[0].host', 'ingress: { hosts: [{ host: a_b }] }'],
  ['ingress.hosts[0].host', 'ingress: { hosts: [{ host: 10.0.0.1 }] }'],
  ['ingress.hosts[0].host', 'ingress: { hosts: [{ host: "*" }] }'],
  ['ingress.hosts[0].paths[0].path', 'ingress: { hosts: [{ host: a.b, paths: [{ path: /a//b }] }] }'],
  ['ingress.hosts[0].paths[0].path', 'ingress: { hosts: [{ host: a.b, paths: [{ path: /a/../b }] }] }'],
  ['ingress.hosts[0].paths[0].path', 'ingress: { hosts: [{ host: a.b, paths: [{ path: /a%2Fb }] }] }'],
  ['ingress.hosts[0].paths[0].path', 'ingress: { hosts: [{ host: a.b, paths: [{ path: v1 }] }] }'],
  ['service.nodePort', 'service: { nodePort: 30800 }'],
  ['service.port', 'service: { port: 0 }'],
  // Quantities.
  ['resources.limits.memory', 'resources: { limits: { memory: 24GB } }'],
  ['resources.requests.cpu', 'resources: { requests: { cpu: -1 } }'],
  ['resources.requests.memory', 'resources: { requests: { memory: 16 Gi } }'],
  ['resources.limits.example.com/fpga', 'resources: { limits: { example.com/fpga: 500m } }'],
  ['resources.limits.hugepages-x', 'resources: { limits: { hugepages-x: 1Gi } }'],
  ['resources.limits.a..b/c', 'resources: { limits: { a..b/c: 1 } }'],
  ['resources', 'resources: { requests: { example.com/fpga: 1 } }'],
  ['resources', 'resources: { requests: { example.com/fpga: 1 }, limits: { example.com/fpga: 2 } }'],
  ['resources', 'resources: { requests: { ephemeral-storage: 2Gi }, limits: { ephemeral-storage: 1Gi } }'],
  ['resources', 'resources: { requests: { hugepages-2Mi: 4Mi }, limits: { hugepages-2Mi: 2Mi } }'],
  ['persistence.size', 'persistence: { size: 0 }'],
  ['sharedMemory.size', 'sharedMemory: { size: 2GiB }'],
  // Scheduling.
  ['nodeSelector.a b', 'nodeSelector: { a b: x }'],
  ['nodeSelector.gpu', 'nodeSelector: { gpu: RTX 5070 }'],
  ['tolerations[0].value', 'tolerations: [{ key: a, operator: Exists, value: x }]'],
  ['tolerations[0].effect', 'tolerations: [{ key: a, operator: Exists, effect: NoSchedule, tolerationSeconds: 60 }]'],
  ['tolerations[0]', 'tolerations: [{ key: a, operator: Exists, tolerationSeconds: 60 }]'],
  ['tolerations[0]', 'tolerations: [{ effect: NoSchedule }]'],
  ['tolerations[0].operator', 'tolerations: [{ operator: Equal, value: x }]'],
  ['tolerations[0].operator', 'tolerations: [{ key: a, operator: In }]'],
  ['tolerations[0].key', 'tolerations: [{ key: a b, operator: Exists }]'],
  ['tolerations[0].value', 'tolerations: [{ key: a, value: x y }]'],
  [
    'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]',
    required('{ key: a, operator: In }'),
  ],
  [
    'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values',
    required('{ key: a, operator: NotIn, values: [] }'),
  ],
  [
    'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values',
    required('{ key: a, operator: Exists, values: [x] }'),
  ],
  [
    'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values',
    required('{ key: a, operator: Gt, values: ["1", "2"] }'),
  ],
  [
    'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values',
    required('{ key: a, operator: DoesNotExist, values: [x] }'),
  ],
  [
    'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values[0]',
    required('{ key: a, operator: In, values: [x y] }'),
  ],
  [
    'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key',
    required('{ key: a b, operator: Exists }'),
  ],
  [
    'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator',
    required('{ key: a, operator: Equals, values: [x] }'),
  ],
  [
    'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms',
    'affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } }',
  ],
  [
    'affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight',
    'affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, preference: {} }] } }',
  ],
  [
    'affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight',
    'affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, podAffinityTerm: { topologyKey: a } }] } }',
  ],
  [
    'affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey',
    'affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "" }] } }',
  ],
  [
    'affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels.a b',
    'affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: a, labelSelector: { matchLabels: { a b: x } } }] } }',
  ],
  [
    'affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0]',
    'affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: a, labelSelector: { matchExpressions: [{ key: a, operator: In }] } }] } }',
  ],
  [
    'affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0].operator',
    'affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: a, labelSelector: { matchExpressions: [{ key: a, operator: Gt, values: ["1"] }] } }] } }',
  ],
  [
    'topologySpreadConstraints[0].maxSkew',
    'topologySpreadConstraints: [{ maxSkew: 0, topologyKey: a, whenUnsatisfiable: DoNotSchedule }]',
  ],
  [
    'topologySpreadConstraints[0].topologyKey',
    'topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "", whenUnsatisfiable: DoNotSchedule }]',
  ],
  [
    'topologySpreadConstraints[0].whenUnsatisfiable',
    'topologySpreadConstraints: [{ maxSkew: 1, topologyKey: a, whenUnsatisfiable: Never }]',
  ],
  [
    'topologySpreadConstraints[0].minDomains',
    'topologySpreadConstraints: [{ maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, minDomains: 0 }]',
  ],
  [
    'topologySpreadConstraints[0].labelSelector.matchLabels.app',
    'topologySpreadConstraints: [{ maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: a b } } }]',
  ],
  // The environment.
  ['extraEnv[0].name', 'extraEnv: [{ name: A=B, value: x }]'],
  ['extraEnv[0].name', 'extraEnv: [{ name: "", value: x }]'],
  ['extraEnv[0]', 'extraEnv: [{ name: A, value: x, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]'],
  ['extraEnv[0].valueFrom', 'extraEnv: [{ name: A, valueFrom: {} }]'],
  [
    'extraEnv[0].valueFrom',
    'extraEnv: [{ name: A, valueFrom: { secretKeyRef: { name: a, key: b }, configMapKeyRef: { name: a, key: b } } }]',
  ],
  [
    'extraEnv[0].valueFrom.secretKeyRef.name',
    'extraEnv: [{ name: A, valueFrom: { secretKeyRef: { name: My_Secret, key: b } } }]',
  ],
  ['extraEnv[0].valueFrom.secretKeyRef', 'extraEnv: [{ name: A, valueFrom: { secretKeyRef: { key: b } } }]'],
  [
    'extraEnv[0].valueFrom.configMapKeyRef.key',
    'extraEnv: [{ name: A, valueFrom: { configMapKeyRef: { name: a, key: a b } } }]',
  ],
  [
    'extraEnv[0].valueFrom.fieldRef.fieldPath',
    'extraEnv: [{ name: A, valueFrom: { fieldRef: { fieldPath: metadata.nam } } }]',
  ],
  [
    'extraEnv[0].valueFrom.resourceFieldRef.resource',
    'extraEnv: [{ name: A, valueFrom: { resourceFieldRef: { resource: limits.gpu } } }]',
  ],
  ['extraEnvFrom[0].secretRef.name', 'extraEnvFrom: [{ secretRef: { name: A_b } }]'],
  ['extraEnvFrom[0]', 'extraEnvFrom: [{ configMapRef: { name: a }, secretRef: { name: a } }]'],
  ['extraEnvFrom[0].configMapRef', 'extraEnvFrom: [{ configMapRef: {} }]'],
  ['extraEnvFrom[0].prefix', 'extraEnvFrom: [{ prefix: A=, secretRef: { name: a } }]'],
  // Volumes and mounts.
  ['extraVolumes[0].name', 'extraVolumes: [{ name: My_Volume, emptyDir: {} }]'],
  ['extraVolumes[0].name', `extraVolumes: [{ name: ${'a'.repeat(64)}, emptyDir: {} }]`],
  ['extraVolumes[0]', 'extraVolumes: [{ name: a, emptyDir: {}, configMap: { name: a } }]'],
  ['extraVolumes[0].configMap', 'extraVolumes: [{ name: a, configMap: {} }]'],
  ['extraVolumes[0].configMap.defaultMode', 'extraVolumes: [{ name: a, configMap: { name: a, defaultMode: 777 } }]'],
  [
    'extraVolumes[0].configMap.items[0].path',
    'extraVolumes: [{ name: a, configMap: { name: a, items: [{ key: a, path: /b }] } }]',
  ],
  ['extraVolumes[0].secret', 'extraVolumes: [{ name: a, secret: {} }]'],
  [
    'extraVolumes[0].secret.items[0].mode',
    'extraVolumes: [{ name: a, secret: { secretName: a, items: [{ key: a, path: b, mode: 512 }] } }]',
  ],
  ['extraVolumes[0].emptyDir.sizeLimit', 'extraVolumes: [{ name: a, emptyDir: { sizeLimit: -1Gi } }]'],
  ['extraVolumes[0].hostPath.path', 'extraVolumes: [{ name: a, hostPath: { path: "" } }]'],
  ['extraVolumes[0].hostPath.path', 'extraVolumes: [{ name: a, hostPath: { path: /a/../b } }]'],
  ['extraVolumes[0].hostPath.type', 'extraVolumes: [{ name: a, hostPath: { path: /a, type: directory } }]'],
  ['extraVolumes[0].nfs.path', 'extraVolumes: [{ name: a, nfs: { server: a, path: b } }]'],
  ['extraVolumes[0].nfs.server', 'extraVolumes: [{ name: a, nfs: { server: "", path: /b } }]'],
  ['extraVolumes[0].csi.driver', 'extraVolumes: [{ name: a, csi: { driver: a_b } }]'],
  [
    'extraVolumes[0].downwardAPI.items[0].fieldRef.fieldPath',
    'extraVolumes: [{ name: a, downwardAPI: { items: [{ path: b, fieldRef: { fieldPath: status.podIP } }] } }]',
  ],
  [
    'extraVolumes[0].projected.sources[0]',
    'extraVolumes: [{ name: a, projected: { sources: [{ secret: { name: a }, configMap: { name: a } }] } }]',
  ],
  [
    'extraVolumes[0].projected.sources[0].serviceAccountToken.expirationSeconds',
    'extraVolumes: [{ name: a, projected: { sources: [{ serviceAccountToken: { path: a, expirationSeconds: 60 } }] } }]',
  ],
  [
    'extraVolumes[0].ephemeral.volumeClaimTemplate.spec.accessModes',
    'extraVolumes: [{ name: a, ephemeral: { volumeClaimTemplate: { spec: { accessModes: [], resources: { requests: { storage: 1Gi } } } } } }]',
  ],
  [
    'extraVolumes[0].ephemeral.volumeClaimTemplate.spec.accessModes[0]',
    'extraVolumes: [{ name: a, ephemeral: { volumeClaimTemplate: { spec: { accessModes: [RWO], resources: { requests: { storage: 1Gi } } } } } }]',
  ],
  ['extraVolumeMounts[0].mountPath', 'extraVolumeMounts: [{ name: tmp, mountPath: "" }]'],
  ['extraVolumeMounts[0].subPath', 'extraVolumeMounts: [{ name: tmp, mountPath: /a, subPath: /b }]'],
  ['extraVolumeMounts[0].subPath', 'extraVolumeMounts: [{ name: tmp, mountPath: /a, subPath: ../b }]'],
  [
    'extraVolumeMounts[0].mountPropagation',
    'extraVolumeMounts: [{ name: tmp, mountPath: /a, mountPropagation: Both }]',
  ],
  ['extraVolumeMounts', 'extraVolumeMounts: [{ name: nope, mountPath: /a }]'],
  // Init containers.
  ['extraInitContainers[0].name', 'extraInitContainers: [{ name: Wait, image: a }]'],
  ['extraInitContainers[0]', 'extraInitContainers: [{ name: a }]'],
  ['extraInitContainers[0].image', 'extraInitContainers: [{ name: a, image: "" }]'],
  [
    'extraInitContainers[0].env[0]',
    'extraInitContainers: [{ name: a, image: a, env: [{ name: A, value: x, valueFrom: { fieldRef: { fieldPath: metadata.name } } }] }]',
  ],
  [
    'extraInitContainers',
    'extraInitContainers: [{ name: a, image: a, volumeMounts: [{ name: nope, mountPath: /a }] }]',
  ],
  [
    'extraInitContainers[0].resources.limits.memory',
    'extraInitContainers: [{ name: a, image: a, resources: { limits: { memory: -1 } } }]',
  ],
  [
    'extraInitContainers[0].resources.requests.gpu',
    'extraInitContainers: [{ name: a, image: a, resources: { requests: { gpu: 1 } } }]',
  ],
  [
    'extraInitContainers[0].ports[0].containerPort',
    'extraInitContainers: [{ name: a, image: a, ports: [{ containerPort: 70000 }] }]',
  ],
  ['extraInitContainers[0].restartPolicy', 'extraInitContainers: [{ name: a, image: a, restartPolicy: Sometimes }]'],
  [
    'extraInitContainers[0].securityContext.runAsUser',
    'extraInitContainers: [{ name: a, image: a, securityContext: { runAsUser: -1 } }]',
  ],
  // Security.
  ['podSecurityContext.runAsUser', 'podSecurityContext: { runAsUser: -1 }'],
  ['podSecurityContext.fsGroup', 'podSecurityContext: { fsGroup: 4294967296 }'],
  ['podSecurityContext.supplementalGroups[0]', 'podSecurityContext: { supplementalGroups: [-1] }'],
  ['podSecurityContext.seccompProfile', 'podSecurityContext: { seccompProfile: { type: Localhost } }'],
  ['podSecurityContext.seccompProfile.type', 'podSecurityContext: { seccompProfile: { type: runtime/default } }'],
  ['podSecurityContext.sysctls[0].name', 'podSecurityContext: { sysctls: [{ name: a b, value: "1" }] }'],
  ['securityContext.runAsGroup', 'securityContext: { runAsGroup: -1 }'],
  ['securityContext', 'securityContext: { privileged: true }'],
  [
    'securityContext.seccompProfile.localhostProfile',
    'securityContext: { seccompProfile: { type: RuntimeDefault, localhostProfile: a } }',
  ],
];

function required(expression: string): string {
  return `affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [${expression}] }] } } }`;
}
