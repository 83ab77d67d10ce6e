import { apiKey, huggingFaceToken } from './secrets.ts';
import {
  isTree,
  textsOf,
  treeOf,
  environmentOf,
  treesOf,
  type Mount,
  type Placed,
  type Server,
  type Tree,
  type Unplaced,
  type Variable,
} from './server.ts';

/** The models of a values file of vLLM's production stack, each as a server. */
export function readProductionStack({ servingEngineSpec, ...file }: Tree): Server[] {
  const { modelSpec, ...engine } = treeOf(servingEngineSpec);
  const around = Object.keys(file).map((key) => ({
    what: key,
    why: 'It is a part of the production stack around the engine.',
  }));
  return treesOf(modelSpec).map((model) => readModel(model, engine, around));
}

function readModel(model: Tree, engine: Tree, around: readonly Unplaced[]): Server {
  const unread = (part: Tree, read: ReadonlySet<string>) => Object.keys(part).filter((key) => !read.has(key));
  const image =
    model.repository === undefined ? undefined : `${String(model.repository)}:${String(model.tag ?? 'latest')}`;
  return {
    source: `model ${String(model.name)}`,
    ...(image !== undefined && { image }),
    command: [String(model.modelURL ?? ''), ...argumentsOf(model)],
    env: environmentOf(model.env),
    mounts: mountsOf(model),
    gpus: Number(model.requestGPU ?? 0),
    placed: [...fields(model, engine), ...secretsOf(model, engine)],
    unplaced: [
      ...unread(model, modelRead).map((key) => ({ what: `modelSpec ${key}`, why: 'The chart has no value for it.' })),
      ...unread(engine, engineRead).map((key) => ({
        what: `servingEngineSpec ${key}`,
        why: 'The chart has no value for it.',
      })),
      ...around,
    ],
  };
}

/** vllmConfig as the stack makes flags of it. */
function argumentsOf({ vllmConfig, chatTemplate, enableTool, toolCallParser }: Tree): string[] {
  const { extraArgs, v0: _, v1: __, ...config } = treeOf(vllmConfig);
  const flags = Object.entries(config).flatMap(([key, value]) => {
    const flag = `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === true) return [flag];
    if (value === false && /^enable(ChunkedPrefill|PrefixCaching)$/.test(key)) return [`--no-${flag.slice(2)}`];
    if (value === false || value === null || value === '') return [];
    return [`${flag}=${isTree(value) ? JSON.stringify(value) : String(value)}`];
  });
  return [
    ...flags,
    ...textsOf(extraArgs),
    ...(chatTemplate === undefined ? [] : [`--chat-template=${String(chatTemplate)}`]),
    ...(enableTool === true ? ['--enable-auto-tool-choice'] : []),
    ...(toolCallParser === undefined ? [] : [`--tool-call-parser=${String(toolCallParser)}`]),
  ];
}

function mountsOf(model: Tree): Mount[] {
  const volumes = treesOf(model.extraVolumes);
  return treesOf(model.extraVolumeMounts).map(({ name, mountPath, ...options }) => {
    const { name: _, ...volume } = volumes.find((candidate) => candidate.name === name) ?? {};
    return { path: String(mountPath), name: String(name), volume, ...(Object.keys(options).length > 0 && { options }) };
  });
}

function fields(model: Tree, engine: Tree): Placed[] {
  const given = (path: readonly string[], value: unknown): Placed[] =>
    value === undefined || value === null ? [] : [{ path: path as Placed['path'], value }];
  const text = (value: unknown) => (value === undefined ? undefined : String(value));
  const port = treesOf(engine.servicePort)[0] ?? engine.servicePort;
  return [
    ...given(['replicas'], model.replicaCount),
    ...given(['resources', 'requests', 'cpu'], text(model.requestCPU)),
    ...given(['resources', 'requests', 'memory'], model.requestMemory),
    ...given(['resources', 'limits', 'cpu'], text(model.limitCPU)),
    ...given(['resources', 'limits', 'memory'], model.limitMemory),
    ...given(['gpu', 'resourceName'], model.requestGPUType),
    ...given(['gpu', 'runtimeClassName'], model.runtimeClassName ?? engine.runtimeClassName),
    ...given(['persistence', 'size'], model.pvcStorage),
    ...given(['persistence', 'accessModes'], model.pvcAccessMode),
    ...given(['persistence', 'storageClassName'], model.storageClass),
    ...given(['sharedMemory', 'size'], model.shmSize),
    ...given(['tolerations'], model.tolerations ?? engine.tolerations),
    ...given(['affinity'], affinityOf(model.nodeSelectorTerms)),
    ...given(['image', 'pullPolicy'], model.imagePullPolicy),
    ...given(['imagePullSecrets'], model.imagePullSecret === undefined ? undefined : [{ name: model.imagePullSecret }]),
    ...given(['extraInitContainers'], model.initContainer === undefined ? undefined : [model.initContainer]),
    ...given(['podAnnotations'], model.podAnnotations),
    ...given(['service', 'port'], port),
    ...given(['podSecurityContext'], engine.securityContext),
    ...given(['securityContext'], engine.containerSecurityContext),
  ];
}

function affinityOf(terms: unknown): Tree | undefined {
  if (treesOf(terms).length === 0) return undefined;
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } };
}

function secretsOf(model: Tree, engine: Tree): Placed[] {
  const key = model.vllmApiKey ?? engine.vllmApiKey;
  return [
    ...(model.hf_token === undefined ? [] : huggingFaceToken(byName('HF_TOKEN', model.hf_token))),
    ...(key === undefined ? [] : apiKey(1, byName('VLLM_API_KEY', key))),
  ];
}

/** The stack names a Secret as `{secretName, secretKey}`; a text is the secret itself. */
function byName(name: string, secret: unknown): Variable {
  const { secretName, secretKey } = treeOf(secret);
  return secretName === undefined
    ? { name }
    : { name, valueFrom: { secretKeyRef: { name: secretName, key: secretKey } } };
}

const modelRead = new Set(
  'name repository tag modelURL replicaCount requestCPU requestMemory limitCPU limitMemory requestGPU requestGPUType runtimeClassName pvcStorage pvcAccessMode storageClass shmSize tolerations nodeSelectorTerms imagePullPolicy imagePullSecret initContainer podAnnotations vllmConfig hf_token vllmApiKey env extraVolumes extraVolumeMounts chatTemplate enableTool toolCallParser'.split(
    ' ',
  ),
);
const engineRead = new Set(
  'runtimeClassName tolerations vllmApiKey servicePort securityContext containerSecurityContext'.split(' '),
);
