import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { properties } from '../charts/archon-vllm/tests/properties/properties.ts';
import { BrokenProperty, keepCase, runProperty } from '../charts/archon-vllm/tests/properties/run-property.ts';
import { repoRoot } from '@archon/testbed/cache-dir';
import { startHelmEngine } from '@archon/testbed/helm-engine';
import { runScript } from '@archon/testbed/run-script';
import { ToolError } from '@archon/testbed/tool-error';

const names = properties.map(({ name }) => name).join(', ');
const usage = `Usage: npm run fuzz -- [cases] [--only <property>] [--seed <n>]
  cases              random cases of each property, by default 10000
  --only <property>  one property, or several: ${names}
  --seed <n>         repeats the cases of an earlier run

Tries the properties of charts/archon-vllm/tests/properties. When one fails, its smallest case is written to counterexamples/ there.`;

type Property = (typeof properties)[number];

await runScript(async () => {
  const { cases, seed, chosen, help } = readArguments();
  if (help) return console.log(usage);
  console.error(`${cases} cases of ${chosen.map(({ name }) => name).join(', ')}, seed ${seed}`);
  const start = performance.now();
  const done = new Map(chosen.map(({ name }) => [name, 0]));
  const progress = setInterval(() => console.error(`  ${progressLine(done, start)}`), 10_000);
  const broken = await Promise.all(chosen.map((property) => tryProperty(property, cases, seed, done))).finally(() =>
    clearInterval(progress),
  );
  console.log(`${progressLine(done, start)}, seed ${seed}`);
  const messages = broken.filter((message) => message !== undefined);
  if (messages.length > 0) throw new ToolError(messages.join('\n\n'));
});

async function tryProperty(
  property: Property,
  cases: number,
  seed: number,
  done: Map<string, number>,
): Promise<string | undefined> {
  const engine = startHelmEngine();
  try {
    await runProperty(property, engine, {
      cases,
      seed,
      onCase: () => done.set(property.name, done.get(property.name)! + 1),
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof BrokenProperty)) throw error;
    console.error(`  ${property.name} does not hold; the others go on`);
    const file = relative(repoRoot, await keepCase(property, error.counterexample));
    return `${error.message}\n\nIt is written to ${file}; from now on npm test tries it too.`;
  } finally {
    await engine.end();
    await property.end?.();
  }
}

function progressLine(done: Map<string, number>, start: number): string {
  const seconds = (performance.now() - start) / 1000;
  const all = [...done.values()].reduce((sum, count) => sum + count, 0);
  const each = [...done].map(([name, count]) => `${name} ${count}`).join(', ');
  return `${all} cases in ${seconds.toFixed(0)} s, ${(all / seconds).toFixed(1)} a second (${each})`;
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { only: { type: 'string', multiple: true }, seed: { type: 'string' }, help: { type: 'boolean' } },
      allowPositionals: true,
    });
    const cases = wholeNumber(positionals[0] ?? '10000', 'cases', /^[1-9]\d{0,8}$/, 'a positive integer');
    const seed = wholeNumber(values.seed ?? String(Date.now() % 2 ** 31), '--seed', /^\d{1,10}$/, 'a whole number');
    const unknown = values.only?.find((only) => !properties.some(({ name }) => name === only));
    if (unknown !== undefined) throw new TypeError(`"${unknown}" is not a property (expected ${names}).`);
    const chosen = properties.filter(({ name }) => values.only?.includes(name) ?? true);
    return { cases, seed, chosen, help: values.help };
  } catch (error) {
    throw new ToolError(`${(error as Error).message}\n\n${usage}`);
  }
}

function wholeNumber(text: string, what: string, form: RegExp, wanted: string): number {
  if (!form.test(text)) throw new TypeError(`${what} must be ${wanted}, not "${text}".`);
  return Number(text);
}
