import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { chart } from './support/chart.ts';
import { notesOf, type Values } from './support/notes.ts';
import { render } from './support/render.ts';
import { scenarioFile } from './support/scenarios.ts';
import { only } from './support/workload.ts';

interface Expected {
  model: string;
  modelFrom: string;
  context: string;
  image: string;
  servicePort: number;
  urls: string[];
}

const qwen = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';
const llama = 'meta-llama/Llama-3.1-8B-Instruct';
const usual: Expected = {
  model: qwen,
  modelFrom: 'preset nvidia-16gb',
  context: '8,192 tokens (preset nvidia-16gb)',
  image: 'vllm/vllm-openai:v0.33.0 (chart default)',
  servicePort: 8000,
  urls: ['http://vllm.llm.svc.cluster.local:8000/v1', 'http://archon.home.local/v1'],
};

const cases: [name: string, Values, Expected][] = [
  ['the default install', {}, usual],
  [
    'another model',
    { values: [scenarioFile('other-model')] },
    { ...usual, model: llama, modelFrom: 'your values', context: "the model's own (not set)" },
  ],
  [
    'another model with a context of its own',
    { set: [`model.id=${llama}`, 'engine.maxModelLen=131072'] },
    { ...usual, model: llama, modelFrom: 'your values', context: '131,072 tokens (your values)' },
  ],
  ['an API key and no Ingress', { values: [scenarioFile('nodeport')] }, { ...usual, urls: usual.urls.slice(0, 1) }],
  [
    'HTTPS under a path',
    { values: [scenarioFile('tls-ingress')], set: ['service.port=80'] },
    {
      ...usual,
      servicePort: 80,
      urls: ['http://vllm.llm.svc.cluster.local:80/v1', 'https://llm.example.com/coder/v1'],
    },
  ],
  [
    'HTTPS for another host than the first',
    {
      set: [
        'apiKey.allowAnonymous=true',
        'ingress.hosts[0].host=a.example.com',
        'ingress.hosts[1].host=b.example.com',
        'ingress.tls[0].hosts[0]=b.example.com',
      ],
    },
    { ...usual, urls: [usual.urls[0]!, 'http://a.example.com/v1'] },
  ],
  ['no contact to the Hub', { values: [scenarioFile('offline')] }, usual],
  [
    'the preset archon-seed',
    { set: ['preset=archon-seed'] },
    {
      ...usual,
      modelFrom: 'preset archon-seed',
      context: '8,192 tokens (preset archon-seed)',
      image: 'vllm/vllm-openai:v0.4.0 (preset archon-seed)',
    },
  ],
  [
    'the file of the preset archon-seed',
    { values: [join(chart, 'presets/archon-seed.yaml')] },
    {
      ...usual,
      modelFrom: 'preset archon-seed',
      context: '8,192 tokens (preset archon-seed)',
      image: 'vllm/vllm-openai:v0.4.0 (preset archon-seed)',
    },
  ],
  [
    'an image of the user',
    { set: ['image.tag=v0.32.0'] },
    { ...usual, image: 'vllm/vllm-openai:v0.32.0 (your values)' },
  ],
  [
    'names for clients',
    { set: ['model.servedNames={coder,gpt-4o-mini}', 'engine.maxModelLen=null'] },
    { ...usual, context: "the model's own (not set)" },
  ],
];

describe.each(cases)('The NOTES of %s', (_, options, expected) => {
  let notes: string;
  beforeAll(async () => void (notes = await notesOf(options)));

  it('should hold nothing that a template left behind', () => {
    expect(notes).not.toMatch(/<no value>|<nil>|%!|map\[|undefined|\{\{ [^i]|\n\n\n|[ \t]$/m);
  });

  it('should say what runs, and where that comes from', () => {
    expect(notes).toContain(`  Model    ${expected.model} (${expected.modelFrom})\n`);
    expect(notes).toContain(`  Context  ${expected.context}\n`);
    expect(notes).toContain(expected.image);
  });

  it('should ask the model by the name that it has', () => {
    const body = JSON.parse(/-d '(\{.*\})'/.exec(notes)![1]!);
    const served = options.set?.some((one) => one.startsWith('model.servedNames')) ? 'coder' : expected.model;
    expect(body).toEqual({ model: served, messages: [{ role: 'user', content: expect.any(String) }] });
    expect(notes).toContain(`"${served}"`);
  });

  it('should name ports and addresses that exist', () => {
    expect(notes).toContain(`port-forward service/vllm 8000:${expected.servicePort} &`);
    const urls = [...notes.matchAll(/ (https?:\/\/\S+)/g)].map(([, url]) => url);
    expect(urls.filter((url) => !url!.includes('127.0.0.1'))).toEqual(expected.urls);
  });

  it('should wait as long as the Deployment may take', async () => {
    const { progressDeadlineSeconds } = only(await render(options), 'Deployment').spec;
    const timeouts = [...notes.matchAll(/--timeout[= ](\d+)s/g)].map(([, seconds]) => Number(seconds));
    expect(timeouts).toEqual([progressDeadlineSeconds, progressDeadlineSeconds]);
  });
});

describe('The NOTES', () => {
  it('should be short: about 40 lines for the default', async () => {
    expect((await notesOf({})).trim().split('\n').length).toBeLessThanOrEqual(42);
    expect((await notesOf({})).match(/^\w+( it)?$/gm)).toEqual([
      'Warnings',
      'Status',
      'Try it',
      'Connect',
      'Troubleshooting',
    ]);
  });

  it('should send the API key when there is one', async () => {
    const notes = await notesOf({ set: ['apiKey.existingSecret=my-keys', 'apiKey.key=vllm.key'] });
    expect(notes).toContain(
      'get secret my-keys \\\n    -o go-template=\'{{ index .data "vllm.key" | base64decode }}\'',
    );
    expect(notes).toContain('-H "Authorization: Bearer $API_KEY"');
    expect(notes).toContain('the key vllm.key of Secret my-keys');
    expect(await notesOf({})).toContain('not required: any text works');
    expect(await notesOf({})).not.toContain('Authorization');
  });

  it('should say how much the first start downloads, where that is known', async () => {
    expect(await notesOf({})).toContain('downloads the model (about 10 GB).');
    expect(await notesOf({})).toContain('not ready within 30 minutes.');
    expect(await notesOf({ set: [`model.id=${llama}`] })).toContain('downloads the model (about 16 GB).');
    expect(await notesOf({ set: ['model.id=example/unknown'] })).toContain('downloads the model.');
    expect(await notesOf({ values: [scenarioFile('offline')] })).not.toContain('downloads');
  });

  it('should say that a bucket is read at every start, and that nothing is downloaded', async () => {
    const notes = await notesOf({ set: ['model.id=s3://models/qwen', 'huggingFace.offline=true'] });
    expect(notes).toContain('vLLM streams the weights from s3://models/qwen, at every start.');
    expect(notes).not.toMatch(/downloads the model|never contacts/);
  });

  it('should say that a request with tools is refused, and which parser the model needs', async () => {
    const line = 'Tool calls      off, requests with tools get 400:';
    expect(await notesOf({})).toContain(`${line} no parser is known for this model`);
    expect(await notesOf({ set: ['model.id=Qwen/Qwen3-8B'] })).toContain(
      `${line} set engine.enableAutoToolChoice and toolCallParser (hermes)`,
    );
    expect(await notesOf({ set: ['preset=nvidia-24gb'] })).not.toContain('Tool calls');
  });

  it('should say that the preset’s model settings do not apply to another model', async () => {
    const sentence = "the preset's model settings do not apply";
    expect(await notesOf({ set: [`model.id=${llama}`] })).toContain(sentence);
    expect(await notesOf({})).not.toContain(sentence);
  });

  it('should not describe the preset by a model that does not run', async () => {
    expect(await notesOf({ set: [`model.id=${llama}`] })).not.toContain('Qwen');
  });

  it('should name the driver that the image needs', async () => {
    expect(await notesOf({})).toContain('  Driver   NVIDIA 580 or later\n');
    expect(await notesOf({ set: ['preset=archon-seed'] })).not.toContain('Driver');
  });

  it('should say what the GPU has left, what may fail, and what was not checked', async () => {
    expect(await notesOf({})).not.toContain('GPU:');
    const roomy = await notesOf({ set: ['gpu.product=rtx-4090'] });
    expect(roomy).toMatch(
      /\nGPU: NVIDIA GeForce RTX 4090 \(rtx-4090\)\n\n  Fits: 8,192 tokens need 1.50 GiB of KV cache, and at least \d+\.\d\d GiB is left\.\n\nWarnings/,
    );
    expect(await notesOf({ set: ['gpu.product=rtx-4080', 'engine.maxModelLen=20480'] })).toContain(
      '  Not certain: 20,480 tokens',
    );
    expect(await notesOf({ set: ['gpu.product=rtx-4090', `model.id=org/own`] })).toContain(
      '  Not checked: memory, because the model org/own is not in the catalog. Run archon plan --gpu rtx-4090 -f <your values>.\n',
    );
  });

  it('should say why what is allowed cannot run', async () => {
    const notes = await notesOf({ set: ['preset=archon-seed', 'gpu.product=rtx-5070', 'gpu.allowUnsupported=true'] });
    expect(notes).toContain(
      '  This cannot run, and gpu.allowUnsupported is true:\n  - NVIDIA GeForce RTX 5070: The image of',
    );
    expect(notes).not.toMatch(/\n\n\n/);
    expect(await notesOf({ set: ['gpu.product=rtx-4090', 'gpu.allowUnsupported=true'] })).not.toContain('cannot run');
  });

  it.each([
    ['an embedding model', 'Qwen/Qwen3-Embedding-0.6B', '/v1/embeddings', ['input']],
    ['a reranker', 'BAAI/bge-reranker-v2-m3', '/v1/rerank', ['query', 'documents']],
    ['a chat model', llama, '/v1/chat/completions', ['messages']],
  ])('should ask %s by its own route', async (_, id, route, keys) => {
    const notes = await notesOf({ set: [`model.id=${id}`] });
    expect(notes).toContain(`curl http://127.0.0.1:8000${route} `);
    expect(Object.keys(JSON.parse(/-d '(\{.*\})'/.exec(notes)![1]!))).toEqual(['model', ...keys]);
  });

  it('should name a start budget that the download cannot keep', async () => {
    const notes = await notesOf({ set: ['startup.timeoutSeconds=900'] });
    expect(notes).toContain('  It must arrive at 21 MB per second. Raise startup.timeoutSeconds');
    expect(await notesOf({})).not.toContain('must arrive');
  });

  it('should say where the cache is, and when it is lost', async () => {
    expect(await notesOf({})).toContain('kept in the claim model-cache');
    expect(await notesOf({ values: [scenarioFile('existing-claim')] })).toContain('kept in the claim models');
    expect(await notesOf({ set: ['persistence.enabled=false'] })).toContain('lost with the pod');
  });
});
