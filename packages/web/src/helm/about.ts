/** What the build says of the files of Helm, in `helm/about.json` next to the page. */
export interface AboutHelm {
  /** The release of Helm, without `v`. */
  readonly helm: string;
  /** The release of Kubernetes that it renders for where no other is named. */
  readonly kubernetes: string;
  /** Name and version of the chart. */
  readonly chart: string;
  readonly files: Readonly<Record<HelmFile, HelmFileSizes>>;
}

/** `helm.wasm` is Helm; `worker.js` runs it, and has the chart. Both are there with `.gz` after their names. */
export type HelmFile = 'helm.wasm' | 'worker.js';

export interface HelmFileSizes {
  /** As it is downloaded. */
  readonly zippedBytes: number;
  readonly bytes: number;
  /** Of the file as it is used, in hexadecimal. */
  readonly sha256: string;
}

/** In a page that has Helm in it: the ids of elements whose text is the file, in base64 where it is not JSON. */
export const elementOf = (file: HelmFile | 'about.json'): string => `helm/${file}`;

/** Whether a text is what the build writes: a server may answer anything. */
export function isAboutHelm(value: unknown): value is AboutHelm {
  const { files } = (value ?? {}) as Partial<AboutHelm>;
  return ['helm.wasm', 'worker.js'].every((file) => {
    const sizes = files?.[file as HelmFile];
    return (
      typeof sizes?.bytes === 'number' && typeof sizes.zippedBytes === 'number' && /^[0-9a-f]{64}$/.test(sizes.sha256)
    );
  });
}
