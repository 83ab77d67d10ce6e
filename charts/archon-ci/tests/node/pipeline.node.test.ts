import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { describeOnRealNode, TestNode } from '@archon/engine/testing/test-node';
import { openPort } from '@archon/testbed/kubectl';
import { Delivery, deliveryImages, server } from './support/delivery.ts';

/** Changes of the texts of files that a commit has to be stopped for. */
const drifted = {
  'packages/generator/templates/archon-vllm/service.yaml.hbs': (text: string) =>
    text.replace('kind: Service', 'kind: Service # of vLLM'),
};
const failing = {
  'packages/values/src/nearest.test.ts': (text: string) => `${text}\nit('should fail', () => expect(1).toBe(2));\n`,
};

describeOnRealNode('A push to git, with Tekton and Argo CD on a real node', () => {
  const node = new TestNode();
  let delivery: Delivery;
  beforeAll(async () => {
    await node.start({ gpus: 1, images: deliveryImages() });
    delivery = await Delivery.start(node);
    await delivery.followEnvironment();
    // The first run builds Argo CD and Tekton, which no other test of the node needs.
  }, 1_800_000);
  afterAll(async () => {
    delivery?.close();
    await node.stop();
  });

  it('should end in a server that answers: checked, signed, published, and deployed by its digest', async () => {
    const ended = await delivery.runs.push(await delivery.commitProject());
    expect(ended.failed).toBeUndefined();
    const names = ['clone', 'check', 'publish-archon-vllm', 'bump-archon-vllm'];
    expect(ended.tasks).toEqual(Object.fromEntries(names.map((name) => [name, 'Succeeded'])));
    const digest = ended.results['archon-vllm_CHART_IMAGE_DIGEST']!;
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await delivery.digestInEnvironment()).toBe(digest);

    await delivery.untilServed(digest);
    const { port, close } = await openPort(node.kubectl.kubeconfig, 'archon-system', `service/${server}`);
    onTestFinished(close);
    const { data } = (await (await fetch(`http://127.0.0.1:${port}/v1/models`)).json()) as { data: { id: string }[] };
    const request = { model: data[0]!.id, prompt: 'Once', max_tokens: 5 };
    const answer = await fetch(`http://127.0.0.1:${port}/v1/completions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
    });
    expect(await answer.json()).toMatchObject({ usage: { completion_tokens: 5 } });
  });

  it.each([
    ['a template that was changed without its chart', drifted, 'check/generate', /service\.yaml[^]*Run it, and commit/],
    ['a test that fails', failing, 'check/test', /1 failed/],
  ])('should publish nothing with %s', async (_, changes, step, why) => {
    const before = await delivery.digestInEnvironment();
    const ended = await delivery.runs.push(await delivery.commitProject(changes));
    expect(ended.failed).toEqual({ step, output: expect.stringMatching(why) });
    expect(ended.tasks).toEqual({ clone: 'Succeeded', check: 'StepFailed' });
    expect(await delivery.digestInEnvironment()).toBe(before);
  });

  it('should not deploy a chart that somebody else has put under the version', async () => {
    const before = await delivery.digestInEnvironment();
    const commit = await delivery.commitProject();
    await delivery.takeVersion(commit);
    const ended = await delivery.runs.push(commit);
    expect(ended.failed).toEqual({
      step: 'publish-archon-vllm/push',
      output: expect.stringContaining('already, with other content'),
    });
    expect(await delivery.digestInEnvironment()).toBe(before);
  });
});
