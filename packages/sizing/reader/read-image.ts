import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ImageUser, ReleaseImage } from '../src/catalog-types.ts';

/** What the files around the Python sources say: the image, its entry point, the package's requirements. */
export interface ImageDetails {
  released?: string;
  image: ReleaseImage;
  entrypoint?: string[];
  user?: ImageUser;
  torch?: string;
  requiresPython?: string;
}

/** NVIDIA's table of CUDA minor version compatibility: lowest driver branch by major version of CUDA. */
const minDriverOfCuda: Record<string, number> = { '11': 450, '12': 525, '13': 580 };

export function readImage(folder: string): ImageDetails {
  const read = (path: string) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : '');
  const dockerfile = read('docker/Dockerfile') || read('Dockerfile');
  const cmake = read('CMakeLists.txt');
  const metadata = read('PKG-INFO');
  const requiresPython = /^Requires-Python: (.+)$/m.exec(metadata)?.[1];
  return defined<ImageDetails>({
    released: metadata && statSync(join(folder, 'PKG-INFO')).mtime.toISOString().slice(0, 10),
    image: imageOf(dockerfile, read('.buildkite/release-pipeline.yaml'), cmake),
    entrypoint: entrypointOf(dockerfile),
    user: userOf(dockerfile),
    torch:
      /^Requires-Dist: torch ?\(?==\s*([\d.]+)/m.exec(metadata)?.[1] ??
      /set\(TORCH_SUPPORTED_VERSION(?:_CUDA)? "([\d.]+)"\)/.exec(cmake)?.[1],
    // Lower bound first, as the project writes it
    requiresPython: requiresPython?.split(',').toSorted().toReversed().join(','),
  });
}

function imageOf(dockerfile: string, pipeline: string, cmake: string): ReleaseImage {
  if (!dockerfile) {
    const supported = /set\(CUDA_SUPPORTED_ARCHS "([^"]+)"\)/.exec(cmake)?.[1];
    return defined<ReleaseImage>({ architecturesUpperBound: supported?.split(';') });
  }
  const build = pipelineArguments(pipeline);
  const argument = (name: string) =>
    build[name] ?? new RegExp(`^ARG ${name}=(['"]?)([^'"\\n]+)\\1`, 'm').exec(dockerfile)?.[2]?.trim();
  const cuda = argument('CUDA_VERSION');
  const targets = argument('torch_cuda_arch_list')?.split(/[\s;]+/) ?? [];
  return defined<ReleaseImage>({
    cuda,
    architectures: targets.length > 0 ? targets.map((target) => target.replace('+PTX', '')) : undefined,
    ptx: targets.length > 0 ? targets.filter((t) => t.endsWith('+PTX')).map((t) => t.replace('+PTX', '')) : undefined,
    minDriver: minDriverOfCuda[cuda?.split('.')[0] ?? ''],
    python: argument('PYTHON_VERSION'),
  });
}

interface PipelineStep {
  label?: string;
  steps?: PipelineStep[];
  commands?: string | string[];
}

/** Build arguments with which the pipeline builds the x86_64 image; its first build of the target vllm-openai is the default variant. */
function pipelineArguments(pipeline: string): Record<string, string> {
  if (!pipeline) return {};
  const { env = {}, steps = [] } = parse(pipeline) as { env?: Record<string, string>; steps?: PipelineStep[] };
  const build = steps
    .flatMap((step) => [step, ...(step.steps ?? [])])
    .filter(({ label = '' }) => !/arm64|aarch64/i.test(label))
    .flatMap(({ commands = [] }) => commands)
    .find((command) => /--target vllm-openai(\s|$)/.test(command) && !/-f \S*Dockerfile\.\w/.test(command));
  const written = (build ?? '').matchAll(/--build-arg ([A-Za-z_]+)=(?:\\?"([^"\\]*)\\?"|'([^']*)'|(\S+))/g);
  return Object.fromEntries(
    [...written].map(([, name, ...values]) => [
      name!,
      values
        .find((value) => value !== undefined)!
        .replace(/\$+\{(\w+)\}/g, (whole, variable: string) => env[variable] ?? whole),
    ]),
  );
}

/** ENTRYPOINT of the stage vllm-openai. */
function entrypointOf(dockerfile: string): string[] | undefined {
  const stage = /^FROM \S+ AS vllm-openai\s*$([\s\S]*?)(?=^FROM |(?![\s\S]))/im.exec(dockerfile)?.[1];
  const words = /^ENTRYPOINT (\[.*\])/m.exec(stage ?? '')?.[1];
  return words === undefined ? undefined : (JSON.parse(words) as string[]);
}

/** The user that the image creates, if any. */
function userOf(dockerfile: string): ImageUser | undefined {
  const command = /useradd ((?:\\\n|[^\n&])*)/.exec(dockerfile)?.[1];
  const option = (name: string) => new RegExp(`--${name}[ =](\\S+)`).exec(command ?? '')?.[1];
  const [uid, gid, home] = [option('uid'), option('gid'), option('home-dir')];
  const name = command?.replaceAll('\\\n', ' ').trim().split(/\s+/).at(-1);
  if (!name || !uid || !gid || !home) return undefined;
  return { name, uid: Number(uid), gid: Number(gid), home };
}

/** Without unknown properties. */
export function defined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined && item !== '')) as T;
}
