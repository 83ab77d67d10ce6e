import { fileURLToPath } from 'node:url';
import { ToolError } from '@archon/testbed/tool-error';
import { runPython } from '@archon/testbed/python-command';

/** What the Python files of a release say, as python/main.py prints it. */
export interface SourceFacts {
  flags: SourceFlag[];
  quantization: {
    methods?: string[];
    /** Compute capability times ten. */
    leastCapability?: Record<string, number>;
    compressedTensors?: Record<string, number>;
  };
  kvCacheDtypes: string[];
  toolCallParsers: string[];
  reasoningParsers: string[];
  metrics: { v0?: string[]; v1?: string[] };
}

/** One add_argument. */
export interface SourceFlag {
  /** Spellings with their dashes; a positional argument has none. */
  flags: string[];
  /** Name of the action, of a class of its own too. */
  action?: string;
  /** `int`, `json.loads`, `json:<class>`, or the name of the function that converts. */
  type?: string;
  nargs?: string | number;
  /** The values that argparse enforces; the text of the source where only running would tell. */
  choices?: unknown[] | string;
  default?: unknown;
  /** Where the default is no literal: what the source says. */
  defaultText?: string;
}

/** Reads a source tree of vLLM; nothing of it is run. */
export function readSourceFacts(folder: string): SourceFacts {
  const main = fileURLToPath(new URL('python/main.py', import.meta.url));
  const { ok, stdout, stderr } = runPython([main, folder]);
  if (!ok) throw new ToolError(`The sources in ${folder} cannot be read: ${stderr.trim().split('\n').at(-1)}`);
  const facts = JSON.parse(stdout) as SourceFacts;
  if (facts.flags.length === 0)
    throw new ToolError(
      `${folder} has no command line that the extractor understands: see packages/sizing/reader/python/flags.py.`,
    );
  return facts;
}
