import { describe, expect, it } from 'vitest';
import { commandLineOf, expand, argsOf, envOf } from './support/workload.ts';
import { problemsOf } from './support/problems.ts';
import { isRendered, renderValues } from './support/render.ts';
import { dollarTexts, trickyTexts } from './support/tricky-texts.ts';

describe('A text of the user', () => {
  it.each([
    ['YAML, Go, JSON and shells read', trickyTexts],
    ['Kubernetes reads', dollarTexts],
  ])('should reach vLLM as it was written, also where %s it in their own way', async (_, texts) => {
    const all = texts.join(' | ');
    const objects = await renderValues({
      engine: {
        generationConfig: all,
        chatTemplate: all,
        hfOverrides: { list: texts, map: Object.fromEntries(texts.map((text) => [text, text])) },
        extraArgs: [...texts.map((text) => `--middleware=${text}`), '--mm-processor-kwargs', all],
      },
    });
    const line = commandLineOf(objects);
    const json = (flag: string) => JSON.parse(line.find((argument) => argument.startsWith(flag))!.slice(flag.length));
    expect(line.filter((argument) => argument.startsWith('--middleware'))).toEqual(
      texts.map((text) => `--middleware=${text}`),
    );
    expect(line).toEqual(expect.arrayContaining([`--generation-config=${all}`, `--chat-template=${all}`]));
    expect(line.at(-1)).toBe(all);
    const map = Object.fromEntries(texts.map((text) => [text, text]));
    expect(json('--hf-overrides=')).toEqual({ list: texts, map });
  });

  it('should be kept from Kubernetes’ own variables', async () => {
    const text = 'a $(HOME) b';
    const objects = await renderValues({
      engine: {
        generationConfig: text,
        chatTemplate: text,
        hfOverrides: { text },
        extraArgs: [`--middleware=${text}`],
      },
    });
    const own = argsOf(objects).filter((argument) => argument.includes(' b'));
    expect(own).toHaveLength(4);
    for (const argument of own) expect(argument).toContain('a $$(HOME) b');
  });

  it('should still use Kubernetes’ variables in extraEnv, where Kubernetes documents them', async () => {
    const objects = await renderValues({ extraEnv: [{ name: 'CACHE', value: '$(HOME)/cache' }] });
    expect(envOf(objects).CACHE).toBe('$(HOME)/cache');
  });

  it('should be a served name', async () => {
    const servedNames = ['on', '123', '1e3', 'a:b', 'a:', 'a#b', '#a', '{a}', '<b>', '%d', 'é', '~', '&a', '*b'];
    const line = commandLineOf(await renderValues({ model: { servedNames } }));
    const at = line.indexOf('--served-model-name');
    expect(line.slice(at + 1, at + 2 + servedNames.length)).toEqual([...servedNames, '--host=0.0.0.0']);
  });

  it('should be one argument where its pattern allows it', async () => {
    const values = { model: { id: 'a:', revision: 'refs/pr/1' }, engine: { tokenizer: 'a=b@c:d', rootPath: '/a.-_' } };
    expect(commandLineOf(await renderValues(values))).toEqual(
      expect.arrayContaining(['a:', '--revision=refs/pr/1', '--tokenizer=a=b@c:d', '--root-path=/a.-_']),
    );
  });

  it('should be one argument also when it ends with a colon, which makes a key in YAML', async () => {
    expect(commandLineOf(await renderValues({ engine: { tokenizer: 'a:' } }))).toContain('--tokenizer=a:');
  });

  it.each(['--enable-lora', '-x'])('should not be a served name that vLLM takes for a flag: %s', async (name) => {
    const valuesObject = { model: { servedNames: [name] } };
    const refused = { validator: problemsOf(valuesObject).length > 0, helm: !(await isRendered({ valuesObject })) };
    expect(refused).toEqual({ validator: true, helm: true });
  });
});

describe('The kubelet, as these tests play it', () => {
  it.each([
    ['$(A)', 'a'],
    ['$$(A)', '$(A)'],
    ['$$$(A)', '$a'],
    ['$(B) $ $$', '$(B) $ $'],
    ['$(A', '$(A'],
  ])('should expand %s to %s', (argument, expanded) => expect(expand(argument, { A: 'a' })).toBe(expanded));
});
