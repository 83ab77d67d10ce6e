import { Command } from 'commander';
import { addCatalog } from './catalog.ts';
import { addCheck } from './check.ts';
import { addGenerate } from './generate.ts';
import { addValidate } from './validate.ts';

/** The `archon` command line. */
export function createProgram(): Command {
  const program = new Command('archon')
    .description('Serve an open LLM on Kubernetes with vLLM: Helm charts from one typed values model')
    .showSuggestionAfterError()
    .showHelpAfterError('(archon --help shows the commands)')
    .addHelpText(
      'after',
      `
Start here:
  archon generate                    schemas/ + templates -> charts/archon-vllm
  archon validate my-values.yaml     would the chart take these values?
  archon check                       are the committed charts up to date?`,
    );
  addGenerate(program);
  addCheck(program);
  addValidate(program);
  addCatalog(program);
  return program;
}
