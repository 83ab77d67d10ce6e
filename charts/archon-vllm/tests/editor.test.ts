import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workspaceRoot } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService } from 'yaml-language-server';
import { readPage } from './support/markdown.ts';

const [modeline = ''] = /# yaml-language-server: [^`\s]+/.exec(readPage('charts/archon-vllm/README.md')) ?? [];
const file = pathToFileURL(join(workspaceRoot, 'my-values.yaml')).href;
const silent = { send: () => {}, sendError: () => {}, sendTrack: () => {} };

/** The YAML language server, as editors run it, on my-values.yaml next to the folder charts. */
const server = getLanguageService({
  schemaRequestService: async (uri) => readFileSync(new URL(uri), 'utf8'),
  workspaceContext: { resolveRelativePath: (path, base) => new URL(path, base).href },
  telemetry: silent as never,
});
server.configure({ validate: true, hover: true, schemas: [] });

let version = 0;
const open = (text: string) => TextDocument.create(file, 'yaml', (version += 1), `${modeline}\n${text}`);

describe('An editor with the first line of the README', () => {
  it('should find nothing wrong with values that are right', async () => {
    expect(modeline).not.toBe('');
    expect(await server.doValidation(open('preset: nvidia-24gb\nengine: { maxModelLen: 4096 }\n'), false)).toEqual([]);
  });

  it('should mark a misspelt key and a wrong type, where they are', async () => {
    const found = await server.doValidation(open('engine:\n  maxModelLne: 4096\nreplicas: two\n'), false);
    expect(found.map(({ message, range }) => [range.start.line, message])).toEqual([
      [2, expect.stringContaining('maxModelLne is not allowed')],
      [3, expect.stringContaining('Incorrect type')],
    ]);
  });

  it('should say what a value means', async () => {
    const hover = await server.doHover(open('replicas: 2\n'), { line: 1, character: 2 });
    expect(JSON.stringify(hover?.contents)).toContain('Number of pods');
  });
});
