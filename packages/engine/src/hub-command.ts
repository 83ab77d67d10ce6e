/** npx tsx packages/engine/src/hub-command.ts --address 10.0.0.1 --port 8080 <id>=<folder> …: a hub in its own process. */
import { parseArgs } from 'node:util';
import { runScript } from '@archon/testbed/run-script';
import { ToolError } from '@archon/testbed/tool-error';
import { startHub } from './hub.ts';

const usage = `Usage: npx tsx packages/engine/src/hub-command.ts [--address <address>] [--port <port>] <id>=<folder> …
  --address           where to listen, 127.0.0.1 by default
  --port              a free one by default; the address is printed
  --delay             milliseconds before each file
  --bytes-per-second  of each file
Any folder with a model can be served as an id, for example Qwen/Qwen2.5-0.5B=/models/tiny.`;

await runScript(async () => {
  const { address, port, delay, speed, models } = readArguments(process.argv.slice(2));
  const hub = await startHub({
    ...(address && { address }),
    ...(port && { port }),
    ...(delay && { delayMs: delay }),
    ...(speed && { bytesPerSecond: speed }),
    models,
  }).catch(({ message }: Error) => {
    throw new ToolError(`The hub cannot start: ${message}`);
  });
  console.log(`HF_ENDPOINT=${hub.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void hub.close());
});

function readArguments(args: string[]) {
  const { values, positionals } = parse(args);
  const models = positionals.map((pair) => {
    const [, id, folder] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    if (!id || !folder) throw new ToolError(`"${pair}" is not <id>=<folder>.\n${usage}`);
    return [id, folder] as const;
  });
  if (models.length === 0) throw new ToolError(usage);
  return {
    address: values.address,
    port: numberOf('port', values.port),
    delay: numberOf('delay', values.delay),
    speed: numberOf('bytes-per-second', values['bytes-per-second']),
    models: Object.fromEntries(models),
  };
}

function parse(args: string[]) {
  const option = { type: 'string' } as const;
  try {
    const options = { address: option, port: option, delay: option, 'bytes-per-second': option };
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new ToolError(`${(error as Error).message}\n${usage}`);
  }
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text !== undefined && !/^\d+$/.test(text))
    throw new ToolError(`--${name} takes a number, not "${text}".\n${usage}`);
  return text === undefined ? undefined : Number(text);
}
