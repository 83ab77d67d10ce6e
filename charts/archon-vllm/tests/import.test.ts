import { runArchon } from '@archon/cli/testing/run-archon';
import { flagsOn, newestRelease, type ReleaseFlag } from '@archon/sizing';
import { flagUsages } from '@archon/sizing/flag-usages';
import { findFlag } from '@archon/sizing/flags';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderValues } from './support/render.ts';
import { commandLineOf } from './support/workload.ts';

interface Imported {
  values: Record<string, unknown>;
  unplaced: { what: string }[];
  problems: unknown[];
}

async function imported(line: string): Promise<Imported> {
  return JSON.parse((await runArchon('import', line, '--json')).out) as Imported;
}

/** Flags with their values, by their own names; what the chart adds to every command line is left out. */
function flagSet(args: readonly string[]): string[] {
  const own = ['host', 'port', 'shutdown-timeout'];
  return flagUsages(args.slice(1))
    .usages.flatMap(({ written, inline, values }) => {
      const target = findFlag(written)!;
      const value = inline ?? values.join(' ');
      return own.includes(target.flag.name)
        ? []
        : [`${target.negated ? 'no-' : ''}${target.flag.name}=${normal(value)}`];
    })
    .sort();
}

/** Numbers and JSON as values, so that 0.9 is 0.90. */
function normal(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

const exactly = [
  'vllm serve a/b --max-model-len 8192 --gpu-memory-utilization 0.9 --max-num-seqs 16 --kv-cache-dtype fp8',
  'vllm serve a/b --enable-auto-tool-choice --tool-call-parser hermes --reasoning-parser qwen3 --enforce-eager',
  `vllm serve a/b --speculative-config '{"method": "ngram", "num_speculative_tokens": 4, "prompt_lookup_max": 4}'`,
  `vllm serve a/b --limit-mm-per-prompt '{"image": 2}' --no-enable-prefix-caching --enable-expert-parallel`,
  'vllm serve a/b --served-model-name coder --revision 0123456789abcdef0123456789abcdef01234567 --seed 7 --trust-remote-code --max-logprobs 5',
  `vllm serve a/b --override-generation-config '{"temperature": 0.6}' --async-scheduling --swap-space 4`,
];

describe('The command line of imported values', () => {
  it.each(exactly)('should have the flags of %s', async (line) => {
    const { values, unplaced, problems } = await imported(line);
    expect(problems).toEqual([]);
    const words = line.split(/ (?=--)/).flatMap((part) => {
      const [, flag = '', value] = /^(\S+)(?: '?(.*?)'?)?$/.exec(part.replace('vllm serve ', ''))!;
      return value === undefined ? [flag] : [flag, value];
    });
    const left = unplaced.map(({ what }) => what);
    const given = flagSet(words).filter((flag) => !left.some((what) => flag.startsWith(`${what.slice(2)}=`)));
    expect(flagSet(commandLineOf(await renderValues(values)))).toEqual(given);
  });

  it('should have every flag of any command line, or the list says why not', async () => {
    const release = newestRelease.version;
    const simple = [...flagsOn(release)].filter(
      ([name, flag]) => name.startsWith('--') && !flag.negated && isSimple(flag),
    );
    const argument = fc
      .constantFrom(...simple)
      .chain(([name, { flag, choices }]) =>
        valueOf(flag.type, choices).map((value) => (value === undefined ? name : `${name}=${value}`)),
      );
    const lines = fc.uniqueArray(argument, {
      minLength: 1,
      maxLength: 8,
      selector: (text) => findFlag(text.split('=')[0]!)!.flag.name,
    });
    await fc.assert(
      fc.asyncProperty(lines, async (args) => {
        const { values, unplaced } = await imported(`vllm serve a/b ${args.join(' ')}`);
        const { engine = {}, model, ...others } = values as { engine?: Record<string, unknown>; model: object };
        const { extraArgs = [], ...typed } = engine as { extraArgs?: string[] };
        const written = JSON.stringify([model, others]);
        for (const text of args) {
          const [name = '', value = ''] = text.split('=');
          const { flag } = findFlag(name)!;
          const key = flag.name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
          const places = [
            key in typed,
            extraArgs.some((entry) => entry.split('=')[0] === `--${flag.name}`),
            unplaced.some(({ what }) => what === name),
            value !== '' && written.includes(value),
            ['api-key', 'hf-token'].includes(flag.name),
          ];
          expect(places.filter(Boolean).length, text).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});

const isSimple = ({ availability, nameAvailable, flag }: ReleaseFlag): boolean =>
  availability.available && nameAvailable && ['bool', 'int', 'float', 'string', 'enum'].includes(flag.type);

function valueOf(type: string, choices: readonly string[] | undefined): fc.Arbitrary<string | undefined> {
  if (type === 'bool') return fc.constant(undefined);
  if (choices) return fc.constantFrom(...choices);
  return type === 'string' || type === 'enum'
    ? fc.stringMatching(/^[a-z]{3,8}$/)
    : fc.integer({ min: 1, max: 99 }).map(String);
}
