import { chartModel } from '@archon/generator';
import { coreFunctions, evaluate, parseExpression, workspaceRoot } from '@archon/values';
import { checkModelId } from '@archon/sizing';
import { beforeAll, describe, expect, it } from 'vitest';
import { helmMajors } from '@archon/testbed/helm';
import { expressionPlaces, resultsOnHelm } from '@archon/generator/testing/functions-on-helm';
import { caseValues, type FunctionCase } from '@archon/values/testing/function-cases';
import { archonVllm } from './chart.ts';
import { dataFiles } from './data.ts';
import { vllmFunctions } from './functions.ts';

const HUB_HOSTS = ['huggingface.co', '*.huggingface.co', '*.hf.co', '*.*.hf.co', '*.*.*.hf.co'];

const { model } = chartModel(workspaceRoot, archonVllm);

/** What the catalog answers, by function. How the rules word what they find is for the tests of the chart. */
const functionCases: Record<string, FunctionCase[]> = {
  catalogRelease: [
    ['(has (keys (catalogRelease "0.33.0")) "version")', true],
    ['(catalogRelease "")', {}],
    ['(catalogRelease values.absent.text)', {}],
    ['(catalogRelease "0.0.1")', {}],
  ],
  extraArgProblems: [
    ['(extraArgProblems (list "--max-logprobs=5") "0.33.0")', []],
    ['(extraArgProblems (list "stray") "")', []],
    ['(extraArgProblems values.none values.release)', []],
    ['(extraArgProblems values.absent.list values.release)', []],
    ['(given (extraArgProblems (list "stray") values.release))', true],
    ['(not (extraArgProblems (list "stray") values.release))', false],
  ],
  extraArg: [
    ['(extraArg (list "--lora_modules" "a=b" "--no-enable-eplb" "-dcp=2") "lora-modules")', 'a=b'],
    ['(extraArg (list "--lora_modules" "a=b" "--no-enable-eplb" "-dcp=2") "enable-eplb")', 'false'],
    ['(extraArg (list "--enable-eplb" "-dcp" "2") "enable-eplb")', 'true'],
    ['(extraArg (list "--enable-eplb" "--max-logprobs" "-1") "max-logprobs")', '-1'],
    ['(extraArg (list "--kv-transfer-config.kv_role=a") "kv-transfer-config")', ''],
    ['(extraArg values.none "nnodes")', ''],
    ['(extraArg values.absent.list "nnodes")', ''],
  ],
  extraNumber: [
    ['(extraNumber (list "-dcp=2") "decode-context-parallel-size")', 2],
    ['(extraNumber (list "--max-logprobs=many") "max-logprobs")', 0],
    ['(extraNumber values.none "nnodes")', 0],
  ],
  flagProblems: [
    ['(flagProblems values.options values.release)', []],
    ['(flagProblems values.nothing values.release)', []],
    ['(flagProblems values.options "")', []],
  ],
  gpuTolerations: [
    ['(gpuTolerations values.none true)', [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]],
    ['(gpuTolerations values.none false)', []],
    ['(gpuTolerations values.tolerated true)', [{ key: 'nvidia.com/gpu', operator: 'Exists' }]],
    ['(gpuTolerations values.absent.list false)', []],
  ],
  gpuLabels: [
    ['(gpuLabels "h100-sxm")', ['NVIDIA-H100-80GB-HBM3', 'NVIDIA-H100-80GB-HBM3-SHARED']],
    ['(gpuLabels "no-such-gpu")', []],
    ['(gpuLabels "")', []],
  ],
  sliceProblems: [
    ['(sliceProblems "a30" "nvidia.com/gpu")', []],
    ['(sliceProblems "a30" "nvidia.com/mig-2g.12gb")', []],
    ['(sliceProblems "a30" "nvidia.com/mig-1g.6gb.me")', []],
    [
      '(sliceProblems "a30" "nvidia.com/mig-1g.60gb")',
      [
        'nvidia.com/mig-1g.60gb is a MIG slice, and NVIDIA A30 is divided into 1g.6gb, 2g.12gb, 4g.24gb. Correct it, or gpu.product, or remove gpu.product.',
      ],
    ],
    [
      '(sliceProblems "rtx-5070-ti" "nvidia.com/mig-1g.24gb")',
      [
        'nvidia.com/mig-1g.24gb is a MIG slice, and NVIDIA GeForce RTX 5070 Ti has no MIG. Correct it, or gpu.product, or remove gpu.product.',
      ],
    ],
    ['(sliceProblems "no-such-gpu" "nvidia.com/mig-1g.24gb")', []],
    ['(sliceProblems "" "nvidia.com/mig-1g.24gb")', []],
  ],
  loraOptions: [
    ['(loraOptions values.adapters values.nothing)', { adapters: 3, maxLoras: 3, maxLoraRank: 320 }],
    ['(loraOptions values.adapters values.slots)', { adapters: 3, maxLoras: 2, maxLoraRank: 320 }],
    ['(loraOptions values.adapters values.ranked)', { adapters: 3, maxLoras: 0, maxLoraRank: 0 }],
    ['(loraOptions values.nothing values.ranked)', { adapters: 0, maxLoras: 0, maxLoraRank: 0 }],
    ['(loraOptions values.nothing values.nothing)', { adapters: 0, maxLoras: 0, maxLoraRank: 0 }],
  ],
  downloadsOf: [
    ['(downloadsOf values.adapters "")', ['org/a@c0ffee']],
    ['(downloadsOf values.adapters "org/m@main")', ['org/m@main', 'org/a@c0ffee']],
    ['(downloadsOf values.adapters "org/a@c0ffee")', ['org/a@c0ffee']],
    ['(downloadsOf values.nothing "org/m@main")', ['org/m@main']],
    ['(downloadsOf values.nothing "")', []],
  ],
  adapterProblems: [
    ['(adapterProblems values.adapters values.nothing "")', []],
    ['(adapterProblems values.nothing values.ranked "0.4.0")', []],
    [
      '(adapterProblems values.adapters values.ranked "0.33.0")',
      ['Adapter "c": has rank 300, and engine.maxLoraRank is 64. Raise engine.maxLoraRank, or leave it out.'],
    ],
    [
      '(adapterProblems values.wrongAdapters values.nothing "0.5.4")',
      [
        'Adapter "a": needs one of repo and path.',
        'Adapter "b": needs one of repo and path.',
        'Adapter "b": is in the folder b of a claim. Set lora.existingClaim.',
        'Adapter "b": vLLM 0.5.4 does not download it. Set revision.',
        'Adapter "c": has a revision, which is of a repo. Set repo, or remove revision.',
        'Adapter "c": vLLM 0.5.4 does not read baseModelName. Remove it.',
      ],
    ],
  ],
  apiPath: [
    ['(apiPath values.hosts)', '/v1'],
    ['(apiPath values.routes)', '/llm/v1'],
    ['(apiPath values.none)', '/v1'],
  ],
  exactTrees: [
    ['(exactTrees values.hosts)', ['/llm/v1/']],
    ['(exactTrees values.routes)', []],
    ['(exactTrees values.none)', []],
  ],
  tlsStrangers: [
    ['(tlsStrangers values.sites values.certificates)', ['h']],
    ['(tlsStrangers values.hosts values.certificates)', []],
    ['(tlsStrangers values.hosts values.none)', []],
  ],
  metricNames: [
    [
      '(metricNames "0.9.2" true)',
      {
        waiting: 'vllm:num_requests_waiting',
        running: 'vllm:num_requests_running',
        kvCacheUsage: 'vllm:gpu_cache_usage_perc',
        timeToFirstToken: 'vllm:time_to_first_token_seconds',
        interTokenLatency: 'vllm:time_per_output_token_seconds',
        preemptions: 'vllm:num_preemptions_total',
        finished: 'vllm:request_success_total',
      },
    ],
    ['(has (keys (metricNames "0.4.0" true)) "preemptions")', false],
    ['(has (keys (metricNames "" true)) "preemptions")', true],
    ['(metricNames "0.0.1" true)', {}],
    ['(metricNames "0.33.0" false)', {}],
  ],
  seconds: [
    ['(seconds "90s")', 90],
    ['(seconds "2m")', 120],
    ['(seconds "1h")', 3600],
    ['(seconds values.absent.text)', 0],
  ],
  disruptionsAllowed: [
    ['(disruptionsAllowed 3 values.absent.text values.absent.text)', 1],
    ['(disruptionsAllowed 1 1 values.absent.text)', 0],
    ['(disruptionsAllowed 3 "50%" values.absent.text)', 1],
    ['(disruptionsAllowed 3 "100%" values.absent.text)', 0],
    ['(disruptionsAllowed 0 "100%" values.absent.text)', 0],
    ['(disruptionsAllowed 0 5 values.absent.text)', 1],
    ['(disruptionsAllowed 1 values.absent.text "50%")', 1],
    ['(disruptionsAllowed 0 values.absent.text "0%")', 0],
  ],
  hostsWithKey: [
    ['(hostsWithKey values.sites)', ['*.example.org', 'example.net']],
    ['(hostsWithKey values.routes)', ['']],
    ['(hostsWithKey values.none)', []],
  ],
  routePath: [
    ['(routePath (list "/llm/v1/" "/"))', '/llm/v1'],
    ['(routePath values.none)', '/v1'],
  ],
  gatewayListeners: [
    ['(gatewayListeners values.gateways)', ['a', 'n/a:web', 'a:web', 'n/a', 'b', 'ListenerSet n/b', 'b']],
    ['(gatewayListeners values.none)', []],
  ],
  wholeAndPart: [
    ['(wholeAndPart values.gateways)', ['a', 'n/a']],
    ['(wholeAndPart values.none)', []],
  ],
  filterProblems: [
    [
      '(filterProblems values.filters (list "/v1" "/health"))',
      [
        'A filter RequestRedirect answers instead of vLLM, and the Gateway API refuses both. Remove it.',
        'A filter of the type URLRewrite needs the field urlRewrite, and no other.',
        'The Gateway API allows one filter of the type CORS. Write all of it in one.',
        'A filter of the type RequestMirror needs the field requestMirror, and no other.',
      ],
    ],
    [
      '(filterProblems values.prefix (list "/v1" "/health"))',
      ['replacePrefixMatch is for a single path, and httpRoute.paths has 2. Keep one.'],
    ],
    ['(filterProblems values.prefix (list "/v1"))', []],
    ['(filterProblems values.fullPath (list "/v1" "/health"))', []],
    [
      '(filterProblems values.wrongPath (list "/v1"))',
      [
        'The path of a filter URLRewrite has the type ReplaceFullPath: it needs the field replaceFullPath, and no other.',
      ],
    ],
    ['(filterProblems values.noPath (list "/v1"))', []],
    ['(filterProblems values.none values.none)', []],
  ],
  keyPlaces: [
    ['(keyPlaces values.apiKeys)', ['s/a', 's/b', 'o/a', 's/c']],
    ['(keyPlaces values.firstKey)', ['/a']],
  ],
  peerProblems: [
    [
      '(peerProblems values.policy)',
      [
        'A peer of clients is empty, which Kubernetes refuses. podSelector: {} is all pods of the namespace.',
        'A peer of modelSource.peers has an ipBlock and a selector, which Kubernetes refuses. Write two peers.',
        'A peer of extraIngress is empty, which Kubernetes refuses. podSelector: {} is all pods of the namespace.',
        'A peer of extraEgress has an ipBlock and a selector, which Kubernetes refuses. Write two peers.',
      ],
    ],
    ['(peerProblems values.nothing)', []],
  ],
  sourceHosts: [
    ['(sourceHosts values.none "" false)', HUB_HOSTS],
    ['(sourceHosts values.none values.absent.text true)', [...HUB_HOSTS, 'stats.vllm.ai']],
    ['(sourceHosts values.none "https://user:1@hub.example.com:8443/a" false)', ['hub.example.com']],
    ['(sourceHosts (list "*.example.com") "https://hub.example.com" true)', ['*.example.com', 'stats.vllm.ai']],
  ],
  hostsInside: [
    ['(hostsInside (list "hub.example.com" "*.hf.co" "*" "s3.svcs.example.com"))', []],
    [
      '(hostsInside (list "192.168.1.10" "[fd00::1]" "hub" "hub.models.svc" "hub.models.svc.cluster.local"))',
      ['192.168.1.10', '[fd00::1]', 'hub', 'hub.models.svc', 'hub.models.svc.cluster.local'],
    ],
    ['(hostsInside values.none)', []],
  ],
  closedPort: [
    ['(closedPort "https://hub.example.com" values.openPorts)', ''],
    ['(closedPort "http://hub.example.com/a:443" values.openPorts)', '80'],
    ['(closedPort "https://hub.example.com:8443/a" values.openPorts)', '8443'],
    ['(closedPort "https://user:1@hub.example.com:3128" values.openPorts)', ''],
    ['(closedPort "http://user:1@[fd00::1]:8080/" values.openPorts)', '8080'],
    ['(closedPort values.absent.text values.openPorts)', ''],
  ],
  pathsBelow: [
    ['(pathsBelow "/a" (list "/a" "/a/" "/a/b" "/ab" "/b/a"))', ['/a', '/a/', '/a/b']],
    ['(pathsBelow "/a" values.none)', []],
  ],
  modelTask: [
    ['(modelTask values.options "Qwen/Qwen3-8B-AWQ")', 'chat'],
    ['(modelTask values.options "Qwen/Qwen3-Embedding-0.6B")', 'embed'],
    ['(modelTask values.options "intfloat/e5-mistral-7b-instruct")', 'embed'],
    ['(modelTask values.options "BAAI/bge-reranker-v2-m3")', 'score'],
    ['(modelTask values.pooling "a/b")', 'embed'],
    ['(modelTask values.scoring "BAAI/bge-m3")', 'score'],
    ['(modelTask values.absent.map values.absent.text)', 'chat'],
  ],
  takenPorts: [
    ['(takenPorts values.ports "http" 80)', ['web', '80/TCP', '81/TCP']],
    ['(takenPorts values.none "http" 80)', []],
  ],
  lostTargetPorts: [
    ['(lostTargetPorts values.targets values.none values.withPorts)', ['metrics']],
    ['(lostTargetPorts values.targets values.withPorts values.none)', ['web', 'metrics']],
    ['(lostTargetPorts values.ports values.none values.none)', []],
    ['(lostTargetPorts values.none values.absent.list values.absent.list)', []],
  ],
  pairResources: [
    [
      '(pairResources values.more values.less values.none values.none)',
      { requests: { a: 2, b: '1' }, limits: { a: 2, b: 1 } },
    ],
    [
      '(pairResources values.more values.less values.absent.map values.less)',
      { requests: { a: '1', b: '1' }, limits: { a: '1', b: 1 } },
    ],
    [
      '(pairResources values.more values.less values.more values.less)',
      { requests: { a: 2, b: '1' }, limits: { a: '1', b: 1 } },
    ],
    [
      '(pairResources values.more values.absent.map values.more values.none)',
      { requests: { a: 2, b: '1' }, limits: {} },
    ],
  ],
  plainVariables: [
    ['(plainVariables values.variables)', ['a']],
    ['(plainVariables values.none)', []],
    ['(plainVariables values.absent.list)', []],
  ],
  plainVariablesIn: [
    ['(plainVariablesIn values.sidecars values.containers)', ['a', 'a']],
    ['(plainVariablesIn values.none values.sidecars)', ['a', 'a']],
    ['(plainVariablesIn values.none values.absent.list)', []],
  ],
  mountedVolumes: [
    ['(mountedVolumes values.containers)', ['a', 'b']],
    ['(mountedVolumes values.none)', []],
    ['(mountedVolumes values.absent.list)', []],
  ],
  resourceProblems: [
    [
      '(resourceProblems values.asked values.most "gpu")',
      ['Kubernetes does not overcommit a.b/c: its limit must be set, and equal to its request.'],
    ],
    [
      '(resourceProblems values.asked values.enough "gpu")',
      ['The request for ephemeral-storage exceeds its limit. Lower the request or raise the limit.'],
    ],
    ['(resourceProblems values.nothing values.most "gpu")', []],
    ['(given (resourceProblems values.asked values.nothing "gpu"))', true],
  ],
  catalogModel: [
    [
      '(catalogModel "Qwen/Qwen3-8B")',
      {
        positions: 40960,
        reaches: 131072,
        layers: 36,
        heads: 32,
        kvHeads: 8,
        downloadGB: 16,
        toolCallParser: 'hermes',
      },
    ],
    ['(catalogModel "")', {}],
    ['(catalogModel "example/unknown")', {}],
  ],
  shardProblems: [
    [
      '(shardProblems (catalogModel "Qwen/Qwen2.5-14B-Instruct-AWQ") values.eightShards "0.33.0")',
      [
        'The feed-forward is 1728 wide on each of 8 shards, which the groups of 128 of the quantization do not divide. Use engine.tensorParallelSize 4.',
      ],
    ],
    ['(shardProblems (catalogModel "Qwen/Qwen2.5-14B-Instruct-AWQ") values.options "0.33.0")', []],
    ['(shardProblems (catalogModel "Qwen/Qwen2.5-14B-Instruct-AWQ") values.eightShards "")', []],
    ['(shardProblems (catalogModel "Qwen/Qwen3-8B") values.eightShards "0.33.0")', []],
    ['(shardProblems (catalogModel "") values.eightShards "0.33.0")', []],
    ['(shardProblems (catalogModel "Qwen/Qwen3-30B-A3B-FP8") values.fourWhole "0.28.0")', []],
    [
      '(shardProblems (catalogModel "Qwen/Qwen3-30B-A3B-FP8") values.fourShards "0.28.0")',
      [
        'An expert is 192 wide on each of 4 shards, which the blocks of 128 of the quantization do not divide. Use engine.tensorParallelSize 2 or --enable-expert-parallel in engine.extraArgs.',
      ],
    ],
    ['(shardProblems (catalogModel "Qwen/Qwen3-30B-A3B-FP8") values.fourShards "0.29.0")', []],
  ],
  modelIdProblems: [
    ...[
      ['Qwen/Qwen3-8B', '0.33.0', ''],
      ['s3://bucket/folder', '0.33.0', ''],
      ['https://www.huggingface.co/Qwen/Qwen3-8B/', '0.33.0', ''],
      ['hf.co/Qwen/Qwen3-8B/resolve/v1/config.json', '', ''],
      ['hf://Qwen/Qwen3-8B', '', ''],
      ['https://example.com/models/mine', '0.33.0', ''],
      ['https://huggingface.co/Qwen/Qwen3-8B-GGUF/resolve/main/Qwen3-8B-Q5_K_M.gguf', '', ''],
      ['https://huggingface.co/Qwen/Qwen3-8B-GGUF/resolve/main/Qwen3-8B-Q5_K_M.gguf', '0.20.0', ''],
      ['Qwen/Qwen3-8B-GGUF/Qwen3-8B-Q8_0-00001-of-00002.gguf', '0.20.0', ''],
      ['Qwen/Qwen3-8B-GGUF/Qwen3-8B-Q8_0-00001-of-00002.gguf', '0.20.0', 'gguf'],
      ['unsloth/Qwen3-8B-GGUF', '0.33.0', ''],
      ['unsloth/Qwen3-8B-GGUF', '0.12.0', ''],
      ['unsloth/Qwen3-8B-GGUF', '0.4.3', ''],
      ['unsloth/Qwen3-8B-GGUF:UD-Q4_K_XL', '0.33.0', ''],
      ['unsloth/Qwen3-8B-GGUF:UD-Q4_K_XL', '0.20.0', ''],
      ['unsloth/Qwen3-8B-GGUF:UD-Q4_K_XL', '0.11.2', ''],
      ['/models/mine-Q4_K_M.gguf', '0.33.0', ''],
      ['/models/Qwen3-14B.i1-Q4_K_M.gguf', '0.24.0', ''],
      ['/models/mine-Q4_K_M.gguf', '0.6.0', ''],
      ['org/Flint-GGUF', '0.33.0', ''],
    ].map(([id, release, format]): FunctionCase => [
      `(modelIdProblems "${id}" "${release}" "${format}")`,
      checkModelId(id!, release!, format),
    ]),
    ['(modelIdProblems values.none values.release values.none)', []],
  ],
  optionKeyProblems: [
    ['(optionKeyProblems values.options values.release)', []],
    ['(optionKeyProblems values.nothing values.release)', []],
    ['(optionKeyProblems values.options "")', []],
  ],
  variableProblems: [
    ['(variableProblems (list "OWN" "VLLM_LOGGING_LEVEL") values.release)', []],
    [
      '(variableProblems (list "VLLM_LOGING_LEVEL" "VLLM_QQQ" "VLLM_USE_V1" "VLLM_ATTENTION_BACKEND") values.release)',
      [
        'extraEnv: VLLM_ATTENTION_BACKEND is gone since vLLM 0.16.0, and the release is 0.33.0: set engine.attentionBackend instead.',
        'extraEnv: vLLM 0.33.0 does not know VLLM_LOGING_LEVEL. Did you mean VLLM_LOGGING_LEVEL?',
        'extraEnv: vLLM 0.33.0 does not know VLLM_QQQ. Remove it.',
        'extraEnv: VLLM_USE_V1 is gone since vLLM 0.11.1, and the release is 0.33.0: remove it.',
      ],
    ],
    ['(variableProblems (list "VLLM_LOGING_LEVEL") "")', []],
    ['(variableProblems values.none values.release)', []],
  ],
  choiceProblems: [
    ['(choiceProblems values.options values.release)', []],
    ['(choiceProblems values.nothing values.release)', []],
    ['(choiceProblems values.options "")', []],
  ],
};
const cases = Object.values(functionCases).flat();
let onHelm: ReturnType<typeof resultsOnHelm>;

beforeAll(() => {
  onHelm = resultsOnHelm(cases, { name: archonVllm.name, functions: vllmFunctions, data: dataFiles(model) });
}, 60_000);

describe.each(cases.map(([expression, expected], index) => ({ expression, expected, index })))(
  '$expression',
  ({ expression, expected, index }) => {
    it('should be evaluated by TypeScript', () => {
      const functions = { ...coreFunctions, ...vllmFunctions };
      const scope = { roots: { values: caseValues }, functions, schema: model.schema };
      expect(evaluate(parseExpression(expression), scope)).toEqual(expected);
    });

    it.each(helmMajors)('should be evaluated by Helm %i alike', (helm) => {
      for (const place of expressionPlaces) expect(onHelm[helm]![place][index]).toEqual(expected ?? null);
    });
  },
);

it('should cover every function; hardware has tests of its own in charts/archon-vllm', () => {
  expect([...Object.keys(functionCases), 'hardware'].sort()).toEqual(Object.keys(vllmFunctions).sort());
});
