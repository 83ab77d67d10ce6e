import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { build, type Plugin, type Rolldown } from 'vite';
import { chartData } from './chart-data.ts';
import { pageData } from './page-data.ts';

const root = join(repoRoot, 'packages/web');

/** Builds the page as one file that needs no other, and asks no server unless somebody presses a button. Returns its size in bytes. */
export async function buildPage(file: string): Promise<number> {
  const { script, style, html } = await bundle();
  const page = inlined(html, { script, style, more: await bundleMore() });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page);
  return Buffer.byteLength(page);
}

async function bundle(): Promise<{ script: string; style: string; html: string }> {
  const data = JSON.stringify(pageData());
  const result = (await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [catalogFrom('src/load-catalog.ts')],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { PAGE_DATA: JSON.stringify(data) },
    build: { write: false, target: 'es2023', modulePreload: false, cssMinify: true, reportCompressedSize: false },
  })) as Rolldown.RolldownOutput;
  const { output } = result;
  const [chunk, ...others] = output.filter((one) => one.type === 'chunk');
  if (!chunk || others.length > 0) throw new Error(`The page must be one script, not ${others.length + 1}.`);
  const asset = (end: string): string => {
    const found = output.find((one) => one.type === 'asset' && one.fileName.endsWith(end));
    if (found?.type !== 'asset') throw new Error(`The build has no ${end} file.`);
    return String(found.source);
  };
  return { script: chunk.code, style: asset('.css'), html: asset('.html') };
}

/** What the page loads later, as a script without imports. */
async function bundleMore(): Promise<string> {
  const { output } = (await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [catalogFrom('src/more/load-catalog.ts')],
    define: { CHART_DATA: JSON.stringify(JSON.stringify(chartData())) },
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: { input: join(root, 'src/more/more.ts'), output: { format: 'iife' } },
    },
  })) as Rolldown.RolldownOutput;
  const [chunk, ...others] = output;
  if (others.length > 0) throw new Error(`What is loaded later must be one script, not ${others.length + 1}.`);
  return chunk.code;
}

/** The planner in the page has its catalog with it. */
function catalogFrom(file: string): Plugin {
  return {
    name: 'catalog of the page',
    enforce: 'pre',
    resolveId: (source) => (source.endsWith('/load-catalog.ts') ? join(root, file) : null),
  };
}

/**
 * What the page may ask: its own server for what is loaded later, Helm included, and when a button is pressed the Hub, and
 * where that redirects for files (cdn-lfs.huggingface.co, cas-bridge.xethub.hf.co).
 * `archon web --hub` adds a mirror.
 */
const reachable = ["'self'", 'https://huggingface.co', 'https://*.huggingface.co', 'https://*.hf.co'];

interface Parts {
  readonly script: string;
  readonly style: string;
  /** What is loaded later: it is in the page as a text. */
  readonly more: string;
}

/** Scripts and style in the document, and a policy that allows these alone, by their hashes. */
function inlined(html: string, { script, style, more }: Parts): string {
  const code = escaped(script);
  const later = escaped(more);
  const css = style.trim();
  const policy = [
    "default-src 'none'",
    // 'wasm-unsafe-eval' lets Helm's program be compiled, in a worker that has this policy too: WebAssembly alone, not eval.
    `script-src '${hashOf(code)}' '${hashOf(later)}' 'wasm-unsafe-eval'`,
    // that worker, made by the page
    'worker-src blob:',
    `style-src '${hashOf(css)}'`,
    'img-src data:',
    `connect-src ${reachable.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html
    .replace(/\s*<script type="module"[^>]*><\/script>/, '')
    .replace(/\s*<link rel="stylesheet"[^>]*>/, '')
    .replace('<!-- policy -->', () => `<meta http-equiv="Content-Security-Policy" content="${policy}" />`)
    .replace('</head>', () => `  <style>${css}</style>\n  </head>`)
    .replace(
      '</body>',
      () =>
        `  <script type="module">${code}</script>\n    <script type="text/plain" id="more">${later}</script>\n  </body>`,
    );
}

/** What would end the element is the same to JavaScript with a backslash. */
const escaped = (code: string): string =>
  code
    .trim()
    .replaceAll('</script', String.raw`<\/script`)
    .replaceAll('<!--', String.raw`<\!--`);

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
