import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ToolError } from '@archon/testbed/tool-error';
import { resolveEngine } from '../install-engine.ts';

type Json = Record<string, unknown>;

/** What vLLM makes of a config.json: the RoPE parameters of its text model and the context in tokens, or its error. */
export type LoadedConfig = { rope: Json; maxModelLen: number; error?: undefined } | { error: string };

/** Loads a config.json with engine.hfOverrides and engine.maxModelLen, as `vllm serve` does; it takes about 20 s. */
export function loadConfig(question: { config: Json; overrides: Json; maxModelLen: number }): LoadedConfig {
  const { stdout, stderr } = spawnSync(resolveEngine().python, [join(import.meta.dirname, 'load_config.py')], {
    input: JSON.stringify(question),
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', VLLM_NO_USAGE_STATS: '1', HF_HUB_OFFLINE: '1' },
  });
  if (!stdout) throw new ToolError(`vLLM does not load a configuration.\n${stderr.trim().slice(-2000)}`);
  return JSON.parse(stdout) as LoadedConfig;
}
