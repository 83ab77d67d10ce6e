import type { Mount, Placed, Tree, Unplaced } from './server.ts';
import { treeOf } from './server.ts';

/** Where the volumes of a server go: its cache and shared memory have values, the rest is extraVolumes. */
export interface PlacedMounts {
  readonly placed: readonly Placed[];
  readonly unplaced: readonly Unplaced[];
}

const cache = /\/\.cache(\/huggingface(\/hub)?)?\/?$/;

export function placeMounts(mounts: readonly Mount[], cacheFolders: readonly string[]): PlacedMounts {
  const isCache = ({ path }: Mount): boolean => cache.test(path) || cacheFolders.includes(path.replace(/\/$/, ''));
  const isMemory = ({ path }: Mount): boolean => path === '/dev/shm';
  const isTmp = ({ path }: Mount): boolean => path === '/tmp';
  const others = mounts.filter((mount) => !isCache(mount) && !isMemory(mount) && !isTmp(mount));
  const usable = others.filter(
    ({ volume }) => Object.keys(volume).length > 0 && volume.claimTemplate === undefined && !isRelative(volume),
  );
  const caches = mounts.filter(isCache).map(placeCache);
  return {
    placed: [
      ...caches.flatMap(({ placed }) => placed),
      ...mounts.filter(isMemory).flatMap(({ volume }) => sizeOf(volume)),
      ...volumesOf(usable),
    ],
    unplaced: [
      ...caches.flatMap(({ unplaced }) => unplaced),
      ...mounts.filter(isTmp).map(() => ({ what: 'the volume at /tmp', why: 'The chart has one.' })),
      ...others
        .filter((mount) => !usable.includes(mount))
        .map(({ path, volume }) => ({
          what: `the volume at ${path}`,
          why: isRelative(volume)
            ? `Its folder ${folderOf(volume)} is on your machine: put the content into a volume, and add it to extraVolumes and extraVolumeMounts.`
            : 'The input does not say what it is: add it to extraVolumes and extraVolumeMounts.',
        })),
    ],
  };
}

const folderOf = (volume: Tree): string => String(treeOf(volume.hostPath).path);
const isRelative = (volume: Tree): boolean => volume.hostPath !== undefined && !folderOf(volume).startsWith('/');

function sizeOf({ emptyDir }: Tree): Placed[] {
  const { sizeLimit } = treeOf(emptyDir);
  return sizeLimit === undefined ? [] : [{ path: ['sharedMemory', 'size'], value: String(sizeLimit) }];
}

function placeCache({ path, volume, outside }: Mount): PlacedMounts {
  const { claimName } = treeOf(volume.persistentVolumeClaim);
  if (claimName !== undefined && !outside)
    return {
      placed: [
        {
          path: ['persistence', 'existingClaim'],
          value: claimName,
          why: `The input has it at ${path}; the chart mounts it at the cache of its user.`,
        },
      ],
      unplaced: [],
    };
  if (volume.claimTemplate !== undefined) return { placed: claimValues(treeOf(volume.claimTemplate)), unplaced: [] };
  if (volume.emptyDir !== undefined)
    return { placed: [{ path: ['persistence', 'enabled'], value: false }], unplaced: [] };
  return {
    placed: [],
    unplaced: [
      {
        what: `the volume at ${path}`,
        why: 'It is the cache: the chart creates a claim for it, and vLLM downloads the model once more.',
      },
    ],
  };
}

/** The claim that the chart creates, as the source's. */
function claimValues({ resources, storageClassName, accessModes }: Tree): Placed[] {
  const { storage } = treeOf(treeOf(resources).requests);
  const values = { size: storage, storageClassName, accessModes };
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ path: ['persistence', key as 'size'], value }],
  );
}

/** One volume for each name, with all its mounts. */
function volumesOf(mounts: readonly Mount[]): Placed[] {
  if (mounts.length === 0) return [];
  const volumes = new Map(mounts.map(({ name, volume }) => [name, { name, ...volume }]));
  const why = [...new Set(mounts.flatMap(({ why: text }) => text ?? []))].join(' ');
  return [
    { path: ['extraVolumes'], value: [...volumes.values()], ...(why && { why }) },
    {
      path: ['extraVolumeMounts'],
      value: mounts.map(({ name, path, options }) => ({ name, mountPath: path, ...options })),
    },
  ];
}
