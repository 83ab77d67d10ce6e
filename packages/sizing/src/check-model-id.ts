import gte from 'semver/functions/gte.js';
import lt from 'semver/functions/lt.js';
import { models } from './models.ts';
import { plainVersion } from './releases.ts';

/** A model that `model.id` names by an address, or in the format of llama.cpp. */
interface Named {
  /** `org/name` on the Hub; left out for a path. */
  readonly repository?: string;
  readonly revision?: string;
  /** Name of a file of the repository, or a path: `model-Q4_K_M.gguf`. */
  readonly file?: string;
  /** `Q4_K_M` of `org/name:Q4_K_M`. */
  readonly quantization?: string;
}

// The template "model-id-problems" has the same patterns
const ADDRESS =
  /^(?:(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/|hf:\/\/)([A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+)(?:\/(?:tree|blob|resolve|raw|commit)\/([A-Za-z0-9_.-]+)(\/.*)?)?\/?$/;
const FILE = /^([A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+)\/(.*\.gguf)$/;
const TYPE = '(?:UD-|i1-)?(?:I?Q[1-8]_[A-Z0-9_]+|TQ[12]_0|MXFP4|MXFP4_MOE|BF16|F16|F32)';
const TYPED = new RegExp(`^([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+):((?:[A-Za-z0-9]+-)*${TYPE})$`);
const TYPE_OF_FILE = new RegExp(`^.*?[-.](${TYPE})(?:-[0-9]+-of-[0-9]+)?\\.gguf$`);
/** What names of GGUF, and of other quantizations, add to the name of the model. */
const PACKED =
  /[-.]((i1-)?gguf|(ud-|i1-)?(i?q[1-8]_[a-z0-9_]+|tq[12]_0|mxfp4(_moe)?|bf16|f16|f32)(-[0-9]+-of-[0-9]+)?)$/;
const BUILD = /-(awq|gptq-int[48]|fp8(-dynamic)?|nvfp4)$/;
const REPOSITORY = /^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+-gguf$/i;

/**
 * What is wrong with the form of `model.id`, as a sentence that says what to set. GGUF: vllm/transformers_utils/utils.py of
 * 0.6.0 (a local file), 0.12.0 (repository:type); 0.24.0 has left the loader to a plugin, which an image of your own may
 * have: for that give no release. `loadFormat` gguf loads a file of a repository, with --hf-config-path.
 */
export function checkModelId(id: string, release: string, loadFormat = ''): string[] {
  const named = readName(id);
  const gguf = ggufProblem(id, named, plainVersion(release), loadFormat);
  if (gguf !== undefined) return [`model.id: ${gguf}`];
  const address = addressProblem(id, named);
  return address === undefined ? [] : [`model.id: ${address}`];
}

/** The model that an address on the Hub names, as `model.id` and `model.revision` take it; undefined: it is not one. */
export function addressedModel(name: string): { readonly id: string; readonly revision?: string } | undefined {
  if (!ADDRESS.test(name)) return undefined;
  const { repository, revision, file } = readName(name);
  return { id: withType(repository!, file), ...(revision !== undefined && revision !== 'main' && { revision }) };
}

function readName(id: string): Named {
  const [address, repository = '', revision, rest = ''] = ADDRESS.exec(id) ?? [];
  if (address !== undefined) {
    const file = rest.endsWith('.gguf') ? fileName(rest) : undefined;
    return { repository, ...(revision && { revision }), ...(file && { file }) };
  }
  const [, typed, quantization] = TYPED.exec(id) ?? [];
  if (typed !== undefined) return { repository: typed, quantization: quantization! };
  const [, owner, file] = FILE.exec(id) ?? [];
  if (owner !== undefined) return { repository: owner, file: fileName(file!) };
  return id.endsWith('.gguf') ? { file: fileName(id) } : { repository: id };
}

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function addressProblem(id: string, { repository, revision, file }: Named): string | undefined {
  if (!ADDRESS.test(id))
    return /^https?:\/\//.test(id)
      ? `vLLM takes a Hugging Face id, a path or a bucket (s3://, gs://), and "${id}" is an address.`
      : undefined;
  const branch = revision === undefined || revision === 'main' ? '' : ` and model.revision to ${revision}`;
  return `vLLM takes the id of a model, and "${id}" is its address: set model.id to ${withType(repository!, file)}${branch}.`;
}

function ggufProblem(id: string, named: Named, release: string | undefined, loadFormat: string): string | undefined {
  const { repository, file, quantization } = named;
  const isGguf = file !== undefined || quantization !== undefined || REPOSITORY.test(repository ?? '');
  // vLLM 0.33 has a reader of its own for the GGUF of one model (vllm/models/flint)
  if (!isGguf || release === undefined || /flint/i.test(id)) return undefined;
  if (gte(release, '0.24.0'))
    return `vLLM ${release} does not read GGUF: its image has no reader for it from 0.24 on. Instead, ${instead(named)}.`;
  if (lt(release, '0.5.5')) return `vLLM reads GGUF from 0.5.5 on, and the release is ${release}: ${instead(named)}.`;
  if (repository === undefined || (file !== undefined && loadFormat === 'gguf')) return undefined;
  if (lt(release, '0.12.0'))
    return `vLLM ${release} reads GGUF from a file alone: put it on a volume and set model.id to its path, or take vLLM 0.12 to 0.23.`;
  if (quantization !== undefined) return undefined;
  return `vLLM ${release} reads a GGUF repository by the type of its file: set model.id to ${withType(repository, file ?? '')}.`;
}

/** `org/name:Q4_K_M`, the type from the name of a file; the id alone where there is no file. */
function withType(repository: string, file: string | undefined): string {
  return file === undefined ? repository : `${repository}:${TYPE_OF_FILE.exec(file)?.[1] ?? 'Q4_K_M'}`;
}

/** Builds of the same model that the catalog has, by their names. */
function instead({ repository = '', file }: Named): string {
  const name = (file?.replace(/\.gguf$/, '') ?? fileName(repository)).toLowerCase();
  const stem = name.replace(PACKED, '');
  const builds = models
    .map(({ id }) => id)
    .filter((id) => fileName(id).toLowerCase().replace(BUILD, '') === stem)
    .sort();
  const known = builds.length === 0 ? '' : `. The catalog has ${builds.join(', ')}`;
  return `take an AWQ, GPTQ or FP8 build of the model${known}`;
}
