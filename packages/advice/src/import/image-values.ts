import { findRelease, plainVersion } from '@archon/sizing/releases';
import type { Placed } from './server.ts';

/** An image as values, and the vLLM release that its tag says. */
export interface ReadImage {
  readonly placed: readonly Placed[];
  readonly release: string | undefined;
  /** One of vLLM's own images, or a mirror of it. */
  readonly official: boolean;
  readonly notes: readonly string[];
}

/** vLLM's own images and mirrors of them begin their tags with the release. */
const official = /(^|\/)vllm-openai(-[a-z0-9]+)?$/;

export function readImage(image: string | undefined, release: string | undefined): ReadImage {
  if (image === undefined) return { placed: setRelease(release), release, official: true, notes: [] };
  const [, repository = image, tag, digest] = /^(.*?)(?::([^:/@]+))?(?:@(sha256:[a-f0-9]{64}))?$/.exec(image) ?? [];
  const said = official.test(repository) && tag !== undefined && /^v?\d/.test(tag) ? tag : undefined;
  const known = release ?? (said !== undefined && findRelease(said) ? plainVersion(said) : undefined);
  const notes =
    known === undefined
      ? [`The image ${image} does not say its vLLM release. Set image.release, or run archon import with --release.`]
      : [];
  return {
    placed: [
      { path: ['image', 'repository'], value: repository.replace(/^docker\.io\//, '') },
      ...(tag === undefined && digest !== undefined
        ? []
        : [{ path: ['image', 'tag'], value: tag ?? 'latest' } as const]),
      ...(digest === undefined ? [] : [{ path: ['image', 'digest'], value: digest } as const]),
      ...(said === undefined ? setRelease(release) : []),
    ],
    release: known,
    official: official.test(repository),
    notes,
  };
}

const setRelease = (release: string | undefined): Placed[] =>
  release === undefined ? [] : [{ path: ['image', 'release'], value: release }];
