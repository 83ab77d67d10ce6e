import type { Command } from 'commander';
import { defaultPort } from './page-link.ts';
import { more, runCommand } from './report.ts';
import type { WebOptions } from './serve-page.ts';

export function addWeb(program: Command): void {
  program
    .command('web')
    .description('Serve the configurator: a page that shows what fits, and has the files to take')
    .option('--gpu <id>', 'GPU: id of the catalog, name or node label')
    .option('--gpu-count <n>', 'GPUs of the pod')
    .option('--model <id>', 'model: id or address on the Hugging Face Hub')
    .option('--release <version>', 'release of vLLM')
    .option('--set <key=value>', 'value of the chart, as with helm; may be repeated', more)
    .option('-f, --values <file>', 'values file, as with helm; may be repeated', more)
    .option('--port <n>', 'port on 127.0.0.1; 0 takes a free one', String(defaultPort))
    .option(
      '--hub <address>',
      'hub from which models are read, here and by the page (default: $HF_ENDPOINT, else https://huggingface.co)',
    )
    .option('--out <file>', 'write the page to a file instead: one HTML file that works from the disk; or to a folder')
    .option('--with-helm', 'with --out: put Helm into the file, for "Check with Helm" from the disk')
    .addHelpText(
      'after',
      `
The page counts in the browser and sends nothing, except that it reads a model from the Hub when you press its button.
It is served on 127.0.0.1 alone, until you press Ctrl-C.
What you name here is in the link that it prints; archon plan --link and archon values --link print the same link.

Examples:
  archon web
  archon web --gpu rtx-4090 --model openai/gpt-oss-20b
  archon web -f my-values.yaml
  archon web --hub https://hub.example.com      a mirror of the Hub, which must allow pages to read it (CORS)
  archon web --out archon-configurator.html      to send, or for a machine without a network
  archon web --out page.html --with-helm         the same with Helm in it, about 9 MB
  archon web --out site/                         to publish: the page, and Helm next to it`,
    )
    .action((options: WebOptions) =>
      runCommand(false, async () => (await import('./serve-page.ts')).servePage(options)),
    );
}
