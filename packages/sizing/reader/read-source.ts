import { fileURLToPath } from 'node:url';
import { ToolError } from '@archon/testbed/tool-error';
import { runPython } from '@archon/testbed/python-command';

/** What the Python files of a release say, in the format that python/main.py prints. */
export interface SourceRelease {
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
  /** Keys of JSON options, by the path of the chart's value below `engine`. */
  optionKeys: Record<string, string[]>;
  /** The choices of those keys that take nothing but certain texts, by their path. */
  optionChoices: Record<string, string[]>;
  /** Environment variables of vLLM's own. */
  environment: string[];
  /** What the release itself has for flags that take any text, by the flag's name: `load-format`. */
  openChoices: Record<string, string[]>;
}

/** One add_argument. */
export interface SourceFlag {
  /** Names with their dashes; empty for a positional argument. */
  flags: string[];
  /** Name of the action, or of its class. */
  action?: string;
  /** `int`, `json.loads`, `json:<class>`, or the name of the function that converts. */
  type?: string;
  nargs?: string | number;
  /** The values that argparse enforces; the source text where only running would show them. */
  choices?: unknown[] | string;
  default?: unknown;
  /** Where the default is not a literal: its source text. */
  defaultText?: string;
}

/** Reads a source tree of vLLM without running it. */
export function readSource(folder: string): SourceRelease {
  const main = fileURLToPath(new URL('python/main.py', import.meta.url));
  const { ok, stdout, stderr } = runPython([main, folder]);
  if (!ok) throw new ToolError(`The sources in ${folder} cannot be read: ${stderr.trim().split('\n').at(-1)}`);
  const release = JSON.parse(stdout) as SourceRelease;
  if (release.flags.length === 0)
    throw new ToolError(
      `${folder} has no command line that the extractor understands: see packages/sizing/reader/python/flags.py.`,
    );
  return release;
}
