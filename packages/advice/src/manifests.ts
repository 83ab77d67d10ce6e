/** Manifests of docs/, which tests apply to real controllers, with other values in them. */

/** An Argo CD Application: what docs/argo-cd/oci.yaml says, with these values instead of its own. */
export function applicationWith(manifest: string, values: string): string {
  const lines = manifest.split('\n');
  const from = lines.findIndex((line) => /^ {6}valueFiles:/.test(line));
  const to = lines.findIndex((line, index) => index > from && /^ {0,4}\S/.test(line));
  return [...lines.slice(0, from), '      valuesObject:', ...indented(values, 8), ...lines.slice(to)].join('\n');
}

/** A Flux OCIRepository and HelmRelease: what docs/flux/oci.yaml says, with these values and their time instead of its own. */
export function helmReleaseWith(manifest: string, values: string, startupSeconds: number): string {
  const timeout = `$1${installMinutes(startupSeconds)}m`;
  const lines = manifest.replace(/^( {2}timeout: )\S+/m, timeout).split('\n');
  const from = lines.findIndex((line) => /^ {2}values:/.test(line));
  return [...lines.slice(0, from + 1), ...indented(values, 4), ''].join('\n');
}

/**
 * Minutes that Flux must wait for a release: what the chart computes as progressDeadlineSeconds with its own time to drain
 * (_computed.tpl), which is ten minutes for scheduling and the image, and 75 seconds in which the old pod ends.
 */
export const installMinutes = (startupSeconds: number): number => Math.ceil((startupSeconds + 600 + 75) / 60);

/** The entry of a server for archon-gitops: its name is that of the model. */
export function fleetServer(model: string, values: string): string {
  return ['servers:', `  ${serverName(model)}:`, '    values:', ...indented(values, 6), ''].join('\n');
}

/** Lower case letters, digits and dashes, at most 40, beginning with a letter. */
export function serverName(model: string): string {
  const name = model
    .split('/')
    .at(-1)!
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return (
    name
      .replace(/^[^a-z]+/, '')
      .slice(0, 40)
      .replace(/-+$/, '') || 'server'
  );
}

function indented(text: string, spaces: number): string[] {
  const indent = ' '.repeat(spaces);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line));
}
