import type { JsonSchema } from './json-schema.ts';
import { hostLabel, label, qualified, subdomain, text, texts } from './texts.ts';

/**
 * What Kubernetes' validation requires (k8s.io/kubernetes/pkg/apis/core/validation) and its OpenAPI does not say. As in
 * texts.ts, every pattern is linear.
 */
// A sign is for sums, and no amount here is one. Of a number, two digits of exponent are more than an int64 has.
const quantity = '^[+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?$';

const ref = (name: string): JsonSchema => ({ $ref: `#/definitions/${name}` });
const name = ref('Name');
const shortName = ref('ShortName');
const nameOrNone: JsonSchema = { title: 'a name, or empty', pattern: `^(${subdomain})?$`, maxLength: 253 };
const fileKey: JsonSchema = {
  title: 'a name of an environment variable',
  pattern: '^[\\x20-\\x3c\\x3e-\\x7e]+$',
  examples: ['A'],
};
const labelKey = ref('Key');
const labels: JsonSchema = { propertyNames: labelKey, additionalProperties: ref('LabelValue') };
const keyed: JsonSchema = { propertyNames: labelKey };
const id: JsonSchema = { minimum: 0, maximum: 2147483647 };
const port: JsonSchema = { minimum: 1, maximum: 65535 };
const mode: JsonSchema = { minimum: 0, maximum: 0o777 };
const weight: JsonSchema = { minimum: 1, maximum: 100 };
const notEmpty: JsonSchema = { minLength: 1 };
const iscsiName: JsonSchema = {
  title: 'an iSCSI name, which begins with "iqn.", "eui." or "naa."',
  pattern: '^(iqn|eui|naa)\\.',
  examples: ['iqn.2026-12.com.example:disk'],
};
const some: JsonSchema = { type: 'array', minItems: 1 };
const empty: JsonSchema = { type: 'string', maxLength: 0 };
const exactlyOne: JsonSchema = { minProperties: 1, maxProperties: 1 };

/** A condition that a key is set; strict readers want each required key among the properties. */
const has = (...keys: string[]): JsonSchema => ({
  required: keys,
  properties: Object.fromEntries(keys.map((one) => [one, {}])),
});
const whenOperator = (operators: string[], then: JsonSchema): JsonSchema => ({
  if: { required: ['operator'], properties: { operator: { enum: operators } } },
  then,
});
const needsValues = whenOperator(['In', 'NotIn'], { required: ['values'], properties: { values: some } });
const needsNoValues = whenOperator(['Exists', 'DoesNotExist'], {
  properties: { values: { type: 'array', maxItems: 0 } },
});
const needsSelector = (keys: string): JsonSchema => ({
  if: has(keys),
  then: has('labelSelector'),
});
const integerText: JsonSchema = { type: 'string', pattern: '^-?[0-9]{1,18}$' };
const localhost: JsonSchema = {
  if: { required: ['type'], properties: { type: { enum: ['Localhost'] } } },
  then: has('localhostProfile'),
};
const localhostOnly: JsonSchema = {
  if: { required: ['type'], properties: { type: { enum: ['RuntimeDefault', 'Unconfined'] } } },
  then: { properties: { localhostProfile: empty } },
};
const profile: JsonSchema = { examples: [{ type: 'RuntimeDefault' }], allOf: [localhost, localhostOnly] };
/** What a volume is made from. Only claims have no API group. */
const dataSource: Tightening = {
  examples: [{ apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'a' }],
  allOf: [
    {
      if: { properties: { kind: { enum: ['PersistentVolumeClaim'] } } },
      else: { required: ['apiGroup'], properties: { apiGroup: { ...text, ...notEmpty } } },
    },
  ],
  properties: { apiGroup: { title: 'an API group', pattern: `^(${subdomain})?$` }, kind: notEmpty, name: notEmpty },
};
const accessModes: JsonSchema = {
  minItems: 1,
  items: { ...text, enum: ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'] },
};

interface Tightening extends JsonSchema {
  properties?: Record<string, JsonSchema>;
}

const keyOf = "(labels|annotations)\\['[^']+'\\]";
const variableField = `^(metadata\\.(name|namespace|uid|${keyOf})|spec\\.(nodeName|serviceAccountName)|status\\.(host|pod)IPs?)$`;
const fileField = `^metadata\\.(name|namespace|uid|labels|annotations|${keyOf})$`;

/** By type, what its own schema and those of its properties say in addition. */
const additions: Record<string, Tightening> = {
  ClusterTrustBundleProjection: { properties: { path: ref('VolumePath') } },
  ConfigMapEnvSource: { required: ['name'], properties: { name } },
  ConfigMapKeySelector: { required: ['key', 'name'], properties: { name, key: ref('DataKey') } },
  ConfigMapProjection: { required: ['name'], properties: { name } },
  ConfigMapVolumeSource: { required: ['name'], properties: { name, defaultMode: mode } },
  Container: {
    examples: [{ name: 'wait', image: 'busybox:1.37.0', restartPolicy: 'Always' }],
    required: ['image', 'name'],
    properties: {
      name: shortName,
      image: { pattern: '^[!-~]+$' },
      restartPolicy: { enum: ['Always', 'OnFailure', 'Never'] },
    },
  },
  ContainerPort: { properties: { containerPort: port, hostPort: port, name: ref('PortName') } },
  ContainerResizePolicy: {
    properties: {
      resourceName: { enum: ['cpu', 'memory'] },
      restartPolicy: { enum: ['NotRequired', 'RestartContainer'] },
    },
  },
  ContainerRestartRule: {
    required: ['exitCodes'],
    properties: { action: { enum: ['Restart', 'RestartAllContainers'] } },
  },
  ContainerRestartRuleOnExitCodes: { properties: { operator: { enum: ['In', 'NotIn'] } } },
  CSIVolumeSource: {
    properties: {
      driver: {
        pattern: `^${label.replaceAll('a-z', 'A-Za-z')}(\\.${label.replaceAll('a-z', 'A-Za-z')})*$`,
        maxLength: 63,
      },
    },
  },
  DownwardAPIVolumeFile: {
    allOf: [
      {
        properties: { fieldRef: { type: 'object', properties: { fieldPath: { type: 'string', pattern: fileField } } } },
      },
    ],
    properties: { path: ref('VolumePath'), mode },
  },
  DownwardAPIVolumeSource: { properties: { defaultMode: mode } },
  EmptyDirVolumeSource: {
    properties: { medium: { pattern: '^(Memory|HugePages(-[1-9][0-9]*[KMGT]i)?)?$', examples: [''] } },
  },
  EnvFromSource: {
    minProperties: 1,
    maxProperties: 2,
    allOf: [{ if: has('configMapRef', 'secretRef'), then: { maxProperties: 1 } }],
    properties: { prefix: { pattern: '^([A-Za-z_.-][A-Za-z0-9_.-]*)?$', examples: ['A_'] } },
  },
  EnvVar: { maxProperties: 2, properties: { name: ref('VariableName') } },
  EnvVarSource: {
    ...exactlyOne,
    allOf: [
      {
        properties: {
          fieldRef: { type: 'object', properties: { fieldPath: { type: 'string', pattern: variableField } } },
        },
      },
    ],
  },
  ExecAction: { required: ['command'], properties: { command: some } },
  HostAlias: { properties: { ip: ref('Address'), hostnames: { items: name } } },
  HTTPGetAction: { properties: { port: ref('Port'), path: notEmpty } },
  HTTPHeader: {
    properties: { name: { title: 'a name of an HTTP header', pattern: '^[A-Za-z0-9-]+$', examples: ['Accept'] } },
  },
  HostPathVolumeSource: { properties: { path: ref('HostFolder') } },
  ImageVolumeSource: { required: ['reference'], properties: { reference: notEmpty } },
  IPBlock: { properties: { cidr: ref('AddressRange'), except: { items: ref('AddressRange') } } },
  ISCSIVolumeSource: {
    properties: { iqn: iscsiName, initiatorName: iscsiName, lun: { minimum: 0, maximum: 255 }, targetPortal: notEmpty },
  },
  KeyToPath: { properties: { key: ref('DataKey'), path: ref('VolumePath'), mode } },
  LabelSelector: { properties: { matchLabels: labels } },
  LabelSelectorRequirement: {
    examples: [{ key: 'a', operator: 'In', values: ['b'] }],
    allOf: [needsValues, needsNoValues],
    properties: {
      key: labelKey,
      operator: { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
      values: { items: ref('LabelValue') },
    },
  },
  LifecycleHandler: exactlyOne,
  LocalObjectReference: { required: ['name'], properties: { name } },
  NetworkPolicyPort: {
    examples: [{ port: 443 }],
    allOf: [{ if: has('endPort'), then: { required: ['port'], properties: { port: { type: 'integer' } } } }],
    properties: { port: ref('Port'), endPort: port },
  },
  NFSVolumeSource: { properties: { path: { pattern: '^/', examples: ['/'] }, server: notEmpty } },
  NodeSelector: { properties: { nodeSelectorTerms: some } },
  NodeSelectorRequirement: {
    examples: [{ key: 'a', operator: 'In', values: ['1'] }],
    allOf: [
      needsValues,
      needsNoValues,
      whenOperator(['Gt', 'Lt'], {
        required: ['values'],
        properties: { values: { ...some, maxItems: 1, items: integerText } },
      }),
    ],
    properties: {
      key: labelKey,
      operator: { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] },
      values: { items: ref('LabelValue') },
    },
  },
  ObjectMeta: { properties: { labels, annotations: keyed } },
  NodeSelectorTerm: {
    properties: {
      // Of a node's fields Kubernetes knows its name alone
      matchFields: {
        items: {
          type: 'object',
          examples: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }],
          required: ['key', 'operator', 'values'],
          properties: {
            key: { ...text, enum: ['metadata.name'] },
            operator: { ...text, enum: ['In', 'NotIn'] },
            values: { type: 'array', minItems: 1, maxItems: 1, items: name },
          },
          additionalProperties: false,
        },
      },
    },
  },
  ObjectFieldSelector: { properties: { fieldPath: { examples: ['metadata.name'] } } },
  PersistentVolumeClaimSpec: {
    required: ['accessModes', 'resources'],
    properties: { accessModes, storageClassName: nameOrNone, volumeAttributesClassName: nameOrNone },
  },
  PersistentVolumeClaimVolumeSource: { properties: { claimName: name } },
  PodAffinityTerm: {
    examples: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: {} }],
    allOf: ['matchLabelKeys', 'mismatchLabelKeys'].map(needsSelector),
    properties: {
      topologyKey: labelKey,
      namespaces: { items: shortName },
      matchLabelKeys: { items: labelKey },
      mismatchLabelKeys: { items: labelKey },
    },
  },
  PodCertificateProjection: {
    properties: {
      certificateChainPath: ref('VolumePath'),
      credentialBundlePath: ref('VolumePath'),
      keyPath: ref('VolumePath'),
    },
  },
  PodDNSConfig: {
    properties: {
      nameservers: { maxItems: 3, items: ref('Address') },
      searches: {
        maxItems: 32,
        items: {
          ...text,
          title: 'a search domain',
          pattern: `^(\\.|${hostLabel}(\\.${hostLabel})*\\.?)$`,
          examples: ['example.com'],
        },
      },
    },
  },
  PodDNSConfigOption: { required: ['name'], properties: { name: notEmpty } },
  PodResourceClaim: {
    examples: [{ name: 'gpu', resourceClaimName: 'gpu' }],
    minProperties: 2,
    maxProperties: 2,
    properties: { name: shortName, resourceClaimName: name, resourceClaimTemplateName: name },
  },
  PodSecurityContext: {
    properties: {
      seLinuxChangePolicy: { enum: ['MountOption', 'Recursive'] },
      fsGroup: id,
      runAsGroup: id,
      runAsUser: id,
      supplementalGroups: { items: { type: 'integer', ...id } },
    },
  },
  PreferredSchedulingTerm: { properties: { weight } },
  Probe: {
    properties: {
      failureThreshold: { minimum: 1 },
      initialDelaySeconds: { minimum: 0 },
      periodSeconds: { minimum: 1 },
      successThreshold: { minimum: 1 },
      terminationGracePeriodSeconds: { minimum: 1 },
      timeoutSeconds: { minimum: 1 },
    },
  },
  ProjectedVolumeSource: { properties: { defaultMode: mode } },
  Quantity: { minimum: 0, pattern: quantity },
  ResourceClaim: { properties: { name: shortName, request: shortName } },
  ResourceFieldSelector: {
    properties: {
      resource: {
        pattern: '^(limits|requests)\\.(cpu|memory|ephemeral-storage|hugepages-[1-9][0-9]*[KMGT]i)$',
        examples: ['limits.memory'],
      },
    },
  },
  ResourceRequirements: {
    properties: { limits: { propertyNames: ref('ResourceName') }, requests: { propertyNames: ref('ResourceName') } },
  },
  SeccompProfile: profile,
  AppArmorProfile: profile,
  SecretEnvSource: { required: ['name'], properties: { name } },
  SecretKeySelector: { required: ['key', 'name'], properties: { name, key: ref('DataKey') } },
  SecretProjection: { required: ['name'], properties: { name } },
  SecretVolumeSource: { required: ['secretName'], properties: { secretName: name, defaultMode: mode } },
  SecurityContext: {
    // The other one needs a user namespace.
    properties: { procMount: { enum: ['Default'] }, runAsGroup: id, runAsUser: id },
  },
  ServiceAccountTokenProjection: {
    properties: { path: ref('VolumePath'), expirationSeconds: { minimum: 600, maximum: 2 ** 32 } },
  },
  SleepAction: { properties: { seconds: { minimum: 1 } } },
  Sysctl: {
    properties: {
      name: { pattern: '^[a-z0-9]([a-z0-9_-]*[a-z0-9])?([./][a-z0-9]([a-z0-9_-]*[a-z0-9])?)*$', maxLength: 253 },
    },
  },
  ServicePort: {
    properties: {
      appProtocol: {
        title: 'a protocol, for example "kubernetes.io/h2c"',
        pattern: `^(${subdomain}/)?${qualified}$`,
        examples: ['kubernetes.io/h2c'],
      },
      name: shortName,
      nodePort: { minimum: 0, maximum: 65535 },
      port,
      targetPort: ref('Port'),
    },
  },
  TCPSocketAction: { properties: { port: ref('Port') } },
  FileKeySelector: { properties: { key: fileKey, path: ref('RelativePath'), volumeName: shortName } },
  GRPCAction: { properties: { port } },
  EphemeralVolumeSource: { required: ['volumeClaimTemplate'] },
  TypedLocalObjectReference: dataSource,
  TypedObjectReference: { ...dataSource, properties: { ...dataSource.properties, namespace: shortName } },
  Toleration: {
    examples: [{ key: 'a', effect: 'NoExecute' }],
    allOf: [
      whenOperator(['Exists'], { properties: { value: empty } }),
      {
        if: has('tolerationSeconds'),
        then: { required: ['effect'], properties: { effect: { enum: ['NoExecute'] } } },
      },
      // All taints.
      {
        if: { properties: { key: empty } },
        then: { required: ['operator'], properties: { operator: { enum: ['Exists'] } } },
      },
    ],
    // Gt and Lt need a feature gate.
    properties: { key: ref('TaintKey'), value: ref('LabelValue'), operator: { enum: ['Equal', 'Exists'] } },
  },
  TopologySpreadConstraint: {
    examples: [{ maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {} }],
    allOf: [
      needsSelector('matchLabelKeys'),
      { if: has('minDomains'), then: { properties: { whenUnsatisfiable: { enum: ['DoNotSchedule'] } } } },
    ],
    properties: {
      matchLabelKeys: { items: labelKey },
      maxSkew: { minimum: 1 },
      minDomains: { minimum: 1 },
      topologyKey: labelKey,
    },
  },
  Volume: { maxProperties: 2, properties: { name: shortName } },
  VolumeDevice: { properties: { devicePath: notEmpty, name: notEmpty } },
  VolumeMount: {
    properties: {
      name: shortName,
      mountPath: notEmpty,
      subPath: ref('RelativePath'),
      subPathExpr: ref('RelativePath'),
    },
  },
  VolumeProjection: exactlyOne,
  VolumeResourceRequirements: {
    required: ['requests'],
    properties: { requests: { required: ['storage'], properties: { storage: ref('Quantity') } } },
  },
  WeightedPodAffinityTerm: { properties: { weight } },
};

/**
 * The definitions with the additions and the texts. A type or property that Kubernetes no longer has is an error, so that
 * the additions are looked at when its version changes.
 */
export function tighten(definitions: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const tightened = Object.entries(additions).map(([type, addition]) => {
    const definition = definitions[type];
    if (!definition) throw new Error(`Kubernetes has no type ${type} any more`);
    return [type, join(definition, addition, type)] as const;
  });
  return { ...texts, ...definitions, ...Object.fromEntries(tightened) };
}

function join(schema: JsonSchema, addition: JsonSchema, at: string): JsonSchema {
  const { description } = schema;
  if (addition.$ref) return { ...addition, ...(description && { description }) };
  const required = [...new Set([...(schema.required ?? []), ...(addition.required ?? [])])];
  const properties = Object.entries(addition.properties ?? {}).map(([key, more]) => {
    const property = schema.properties?.[key];
    if (schema.properties && !property) throw new Error(`Kubernetes has no ${at}.${key} any more`);
    return [key, property ? join(property, more, `${at}.${key}`) : more] as const;
  });
  return {
    ...schema,
    ...addition,
    ...(required.length > 0 && { required }),
    ...((schema.properties || properties.length > 0) && {
      properties: { ...schema.properties, ...Object.fromEntries(properties) },
    }),
  };
}
