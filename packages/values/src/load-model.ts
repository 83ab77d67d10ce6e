import { join } from 'node:path';
import { ArchonError, refuse } from './problem.ts';
import { formatPath, isRecord, type Schema } from './schema.ts';
import { readText } from './workspace.ts';
import { parseYamlFile, type YamlFile } from './yaml-file.ts';

/** What the root file says about a chart. */
export interface ChartRoot {
  name: string;
  description: string;
  /** vLLM release of the default image. */
  appVersion: string;
  kubeVersion: string;
  keywords: string[];
  sources: string[];
  annotations: Record<string, string>;
  sections: string[];
}

/** A file of schemas/values: a titled group of top-level values. */
interface SectionSource {
  title: string;
  description: string;
  /** Present in the schema, absent from values.yaml and README. */
  hidden?: boolean;
  properties: Record<string, Schema>;
  definitions?: Record<string, Schema>;
}

export interface LoadedModel {
  root: ChartRoot;
  rootFile: YamlFile;
  sections: { source: SectionSource; file: YamlFile }[];
  /** Kubernetes' own types, by short name. */
  kubernetes: Record<string, Schema>;
  facts: YamlFile;
  rules: YamlFile;
}

/** Phase 1: reads the hand-written values model of one chart. The only part of the model that touches the disk. */
export function loadModel(workspace: string, chart: string): LoadedModel {
  const read = (path: string) => parseYamlFile(path, readText(join(workspace, path)));
  const rootFile = read(`schemas/values/${chart}.yaml`);
  const root = expectRecord(rootFile) as unknown as ChartRoot;
  if (!Array.isArray(root.sections))
    throw new ArchonError([{ ...rootFile.locate(['sections']), message: 'The root must list its "sections".' }]);
  const sections = root.sections.map((name) => {
    const file = read(`schemas/values/${name}.yaml`);
    return { source: expectSection(file), file };
  });
  const kubernetes = JSON.parse(readText(join(workspace, 'schemas/kubernetes/definitions.json'))) as {
    definitions: Record<string, Schema>;
  };
  return {
    root,
    rootFile,
    sections,
    kubernetes: kubernetes.definitions,
    facts: read(`schemas/rules/${chart}/facts.yaml`),
    rules: read(`schemas/rules/${chart}/rules.yaml`),
  };
}

function expectSection(file: YamlFile): SectionSource {
  const source = { properties: undefined, ...expectRecord(file) };
  const message = 'A map is expected here.';
  refuse(notSchemas(source, []).map((pointer) => ({ ...file.locate(pointer), path: formatPath(pointer), message })));
  return source as unknown as SectionSource;
}

/** Places where a schema, or a map of schemas, should stand and something else does. */
function notSchemas(node: unknown, pointer: string[]): string[][] {
  if (!isRecord(node)) return [pointer];
  return ['properties', 'definitions'].flatMap((group) => {
    if (!(group in node)) return [];
    const children = node[group];
    if (!isRecord(children)) return [[...pointer, group]];
    return Object.entries(children).flatMap(([key, child]) => notSchemas(child, [...pointer, group, key]));
  });
}

function expectRecord(file: YamlFile): Record<string, unknown> {
  if (isRecord(file.value)) return file.value;
  throw new ArchonError([{ file: file.file, message: 'The file must hold a map.' }]);
}
