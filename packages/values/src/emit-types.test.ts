import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { emitTypes } from './emit-types.ts';
import { realModel } from './testing/real-model.ts';

const folder = import.meta.dirname;

describe('emitTypes', () => {
  let text: string;
  beforeAll(async () => {
    text = await emitTypes(realModel);
  });

  it('should emit the committed file', () => {
    const committed = readFileSync(join(folder, 'types/archon-vllm.gen.ts'), 'utf8');
    expect(committed === text, 'It is out of date: npx nx run values:types').toBe(true);
  });

  it('should carry descriptions and no keyword of ours', () => {
    expect(text).toContain('* Maximum context of one request in tokens, prompt and answer together');
    expect(text).not.toMatch(/x-(preset|unused)/);
  });

  it('should give a preset its own leaves only', () => {
    const [, hardware, model] = text.split(/^export interface (?=\w+PresetValues )/m);
    expect(hardware).toContain('gpuMemoryUtilization?: (number | null)');
    expect(hardware).not.toMatch(/maxModelLen|servedNames|replicas/);
    expect(model!.split(/^export /m)[0]).toContain('maxModelLen?: (number | null)');
    expect(model!.split(/^export /m)[0]).not.toMatch(/gpuMemoryUtilization|servedNames|replicas/);
  });
});

/** What the compiler says of code that uses the generated types. */
const snippets: [title: string, code: string, complaint: string | undefined][] = [
  [
    'valid values',
    "const v: ArchonVllmValues = { replicas: 2, engine: { maxModelLen: 8192, dtype: 'half' }, image: { tag: null } };",
    undefined,
  ],
  [
    'valid Kubernetes values',
    "const v: ArchonVllmValues = { tolerations: [{ key: 'a', operator: 'Exists' }], persistence: { size: '5Gi' } };",
    undefined,
  ],
  [
    'a valid preset',
    'const h: HardwarePresetValues = { gpu: { count: 2 } }; const m: ModelPresetValues = { engine: { maxModelLen: 1 } };',
    undefined,
  ],
  [
    'a misspelt key',
    'const v: ArchonVllmValues = { replicaCount: 2 };',
    "'replicaCount' does not exist in type 'ArchonVllmValues'",
  ],
  [
    'a misspelt nested key',
    'const v: ArchonVllmValues = { engine: { maxModelLn: 1 } };',
    "'maxModelLn' does not exist",
  ],
  [
    'a misspelt key of Kubernetes',
    'const v: ArchonVllmValues = { tolerations: [{ kee: 1 }] };',
    "'kee' does not exist in type 'Toleration'",
  ],
  [
    'a wrong type',
    "const v: ArchonVllmValues = { replicas: '2' };",
    "Type 'string' is not assignable to type 'number'",
  ],
  ['a wrong choice', "const v: ArchonVllmValues = { engine: { dtype: 'bf16' } };", 'is not assignable to type'],
  [
    'null for a value with a default',
    'const v: ArchonVllmValues = { service: { port: null } };',
    "Type 'null' is not assignable",
  ],
  [
    'a value that no preset owns',
    'const h: HardwarePresetValues = { replicas: 2 };',
    "'replicas' does not exist in type 'HardwarePresetValues'",
  ],
  [
    'a value of the other group',
    'const h: HardwarePresetValues = { engine: { maxModelLen: 1 } };',
    "'maxModelLen' does not exist",
  ],
  [
    'a value of the other group again',
    'const m: ModelPresetValues = { gpu: { count: 1 } };',
    "'gpu' does not exist in type 'ModelPresetValues'",
  ],
];

describe('the generated types', () => {
  const imports = `import type { ArchonVllmValues, HardwarePresetValues, ModelPresetValues } from './types/archon-vllm.gen.ts';\n`;
  const pathOf = (index: number) => join(folder, `snippet-${index}.ts`);
  let complaints: Map<string, string[]>;

  beforeAll(() => {
    const texts = new Map(snippets.map(([, code], index) => [pathOf(index), `${imports}${code}`]));
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      types: [],
      lib: ['lib.es5.d.ts'],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    };
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = (file) => texts.has(file) || fileExists(file);
    host.getSourceFile = (file, version) => {
      const text = texts.get(file);
      return text === undefined ? getSourceFile(file, version) : ts.createSourceFile(file, text, version);
    };
    complaints = new Map([...texts.keys()].map((file) => [file, []]));
    for (const { file, messageText } of ts.getPreEmitDiagnostics(ts.createProgram([...texts.keys()], options, host)))
      (complaints.get(file?.fileName ?? '') ?? []).push(ts.flattenDiagnosticMessageText(messageText, '\n'));
  });

  it.each(snippets.map(([title, , complaint], index) => [title, complaint, index] as const))(
    'should evaluate %s',
    (_, complaint, index) => {
      expect(complaints.get(pathOf(index))).toEqual(
        complaint === undefined ? [] : [expect.stringContaining(complaint)],
      );
    },
  );
});
