import type { Release } from '../src/catalog-types.ts';
import { ToolError } from '@archon/testbed/tool-error';
import { defined, type ImageDetails } from './read-image.ts';
import type { SourceRelease } from './read-source.ts';

/** The catalog's entry of a release. What people wrote (sources, note) is kept, and so is what the sources do not say. */
export function releaseEntry(
  version: string,
  image: ImageDetails,
  source: SourceRelease,
  committed?: Release,
): Release {
  const entrypoint = image.entrypoint ?? committed?.entrypoint;
  const released = image.released ?? committed?.released;
  if (!entrypoint || !released)
    throw new ToolError(
      `The source release of vLLM ${version} does not state the entry point of the image: write packages/sizing/catalog/releases/${version}.json by hand with it first.`,
    );
  const { methods = [], leastCapability = {}, compressedTensors = {} } = source.quantization;
  return defined<Release>({
    version,
    released,
    image: image.image,
    entrypoint,
    modelArgument: entrypoint[0] === 'vllm' ? 'positional' : '--model',
    ...(image.user && { user: image.user }),
    torch: image.torch,
    requiresPython: image.requiresPython,
    quantization: {
      methods,
      ...someOf('leastCapability', capabilities(leastCapability)),
      ...someOf('compressedTensors', capabilities(compressedTensors)),
    },
    ...someOf('kvCacheDtypes', source.kvCacheDtypes),
    ...someOf('toolCallParsers', source.toolCallParsers),
    ...someOf('reasoningParsers', source.reasoningParsers),
    ...someOf('metrics', source.metrics),
    sources: committed?.sources ?? standardSources(version, image),
    note: committed?.note,
  } as Release);
}

const capabilities = (table: Record<string, number>): Record<string, string> =>
  Object.fromEntries(Object.entries(table).map(([name, tenfold]) => [name, (tenfold / 10).toFixed(1)]));

const someOf = <K extends string, V extends object>(key: K, value: V): Record<string, V> =>
  Object.keys(value).length > 0 ? { [key]: value } : {};

function standardSources(version: string, { image, user }: ImageDetails): string[] {
  return [
    `vLLM ${version} source release: Dockerfile, CMakeLists.txt, .buildkite/release-pipeline.yaml and Python files, read by npm run catalog:release`,
    ...(image.minDriver
      ? ['driver: NVIDIA table of CUDA minor version compatibility (CUDA 12.x: 525, CUDA 13.x: 580)']
      : []),
    ...(user ? [`user: vLLM ${version} Dockerfile`] : []),
  ];
}
