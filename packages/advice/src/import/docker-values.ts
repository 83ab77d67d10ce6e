import type { Mount, Placed, Unplaced } from './server.ts';

/** A size as Docker writes it, as a quantity of Kubernetes: Docker's g is GiB. */
export function dockerSize(text: string): string {
  const [, number = text, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const suffix = { b: '', k: 'Ki', m: 'Mi', g: 'Gi', t: 'Ti' }[unit.charAt(0).toLowerCase()];
  return suffix === undefined ? (unit === '' ? number : text) : `${number}${suffix}`;
}

/** A published port: the Service has the port that clients know. */
export function dockerPort(text: string): { placed: Placed[] } {
  const [host] = text
    .replace(/\/(tcp|udp)$/, '')
    .split(':')
    .slice(-2);
  const port = Number(host);
  return { placed: Number.isInteger(port) && port > 0 ? [{ path: ['service', 'port'], value: port }] : [] };
}

/** A volume as Docker writes it: source, target and options. */
export function dockerMount(text: string): { mounts: Mount[]; unplaced: Unplaced[] } {
  const [from = '', path = '', options = ''] = text.split(':');
  if (path === '')
    return {
      mounts: [],
      unplaced: [{ what: `the volume ${text}`, why: 'It is an empty volume of the container engine.' }],
    };
  const name =
    from
      .replaceAll(/[^A-Za-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .toLowerCase()
      .slice(0, 50) || 'volume';
  const readOnly = options.split(',').includes('ro');
  const shared = { path, name, ...(readOnly && { options: { readOnly: true } }) };
  if (/^[A-Za-z0-9][\w.-]*$/.test(from))
    return {
      mounts: [
        {
          ...shared,
          volume: { persistentVolumeClaim: { claimName: name } },
          outside: true,
          why: `The claim ${name} must exist, with the content of the volume ${from}.`,
        },
      ],
      unplaced: [],
    };
  return {
    mounts: [
      {
        ...shared,
        volume: { hostPath: { path: from } },
        why: 'A folder of the node, which every node that may run the pod must have.',
      },
    ],
    unplaced: [],
  };
}
