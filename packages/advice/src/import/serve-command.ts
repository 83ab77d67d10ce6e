import { shellCommands } from './shell-words.ts';
import type { Unplaced, Variable } from './server.ts';

/** The arguments of vLLM's server in a command, and what is in front of them. */
export interface ServeCommand {
  readonly args: readonly string[];
  readonly env: readonly Variable[];
  readonly unplaced: readonly Unplaced[];
}

const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s;
const shell = /(^|\/)(ba|da|z)?sh$/;

/** Finds `vllm serve`, or its module, in a command; arguments alone are those of an image that starts the server. */
export function serveCommand(
  command: readonly string[],
  variables: Readonly<Record<string, string>>,
  image = 'vllm',
): ServeCommand | undefined {
  const script = scriptOf(command);
  if (script !== undefined) return inScript(shellCommands(script, variables), variables);
  const start = startOf(command);
  if (start === undefined) return isServed(command, image) ? { args: command, env: [], unplaced: [] } : undefined;
  return { args: command.slice(start.after), ...prefixOf(command.slice(0, start.at)) };
}

/** Arguments alone start the server in an image of vLLM, or where they name a model. */
function isServed([first, ...rest]: readonly string[], image: string): boolean {
  const program =
    first !== undefined &&
    /^(.*\/)?(python[\d.]*|bash|sh|docker|podman|kubectl|helm|curl|ray|vllm|uvicorn)$/.test(first);
  return !program && (/vllm/i.test(image) || [first, ...rest].some((word) => /^--model(=|$)/.test(word ?? '')));
}

function scriptOf(command: readonly string[]): string | undefined {
  const at = command.findIndex((word) => shell.test(word));
  if (at < 0) return undefined;
  const option = command.findIndex((word, index) => index > at && /^-[a-z]*c$/.test(word));
  return option < 0 ? undefined : command[option + 1];
}

function inScript(
  commands: readonly string[][],
  variables: Readonly<Record<string, string>>,
): ServeCommand | undefined {
  const at = commands.findIndex((words) => startOf(words) !== undefined || scriptOf(words) !== undefined);
  if (at < 0) return undefined;
  const found = serveCommand(commands[at]!, variables)!;
  const exported = commands.slice(0, at).filter(([first]) => first === 'export');
  const env = exported.flatMap((words) => words.slice(1).flatMap(asVariable));
  const others = commands.filter((words, index) => index !== at && !(index < at && words[0] === 'export'));
  return {
    args: found.args,
    env: [...env, ...found.env],
    unplaced: [...others.map((words) => ({ what: commandName(words), why: otherCommand })), ...found.unplaced],
  };
}

const otherCommand =
  'The chart starts vLLM alone. Put what must run before it into extraInitContainers or into your own image.';

/** The command without its arguments, which may hold a secret. */
const commandName = (words: readonly string[]): string =>
  `the command ${words
    .slice(0, words[1]?.startsWith('-') ? 1 : 2)
    .filter((word) => !assignment.test(word))
    .join(' ')}`;

/** Where the server's command begins, and its first argument. */
function startOf(words: readonly string[]): { at: number; after: number } | undefined {
  for (const [at, word] of words.entries()) {
    if (/^(.*\/)?vllm$/.test(word) && words[at + 1] === 'serve') return { at, after: at + 2 };
    if (word === 'serve' && at === 0) return { at, after: 1 };
    if (/^vllm\.entrypoints\.(openai\.api_server|cli\.main)$/.test(word) && words[at - 1] === '-m') {
      const cli = word.endsWith('cli.main') && words[at + 1] === 'serve' ? 1 : 0;
      return { at: at - 2, after: at + 1 + cli };
    }
  }
  return undefined;
}

function asVariable(word: string): Variable[] {
  const [, name, value] = assignment.exec(word) ?? [];
  return name === undefined ? [] : [{ name, value: value! }];
}

function prefixOf(words: readonly string[]): Pick<ServeCommand, 'env' | 'unplaced'> {
  const others = words.filter(
    (word) => !assignment.test(word) && !/^(exec|env|sudo|nohup|export|python[\d.]*)$/.test(word),
  );
  const why = 'The chart starts vLLM as its only process.';
  return {
    env: words.flatMap(asVariable),
    unplaced: others.length === 0 ? [] : [{ what: others.join(' '), why }],
  };
}
