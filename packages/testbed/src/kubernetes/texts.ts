import type { JsonSchema } from './json-schema.ts';

// Every pattern is linear: Ajv tries it on a text of any length, whatever maxLength says.
export const label = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';
export const subdomain = `${label}(\\.${label})*`;
export const qualified = '[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?';
const byte = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const ipv4 = `${byte}(\\.${byte}){3}`;
export const hostLabel = '[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?';
/** Words of a-z and 0-9 with "-" between them, one with a letter. */
const portName = '^([0-9]+-)*[0-9]*[a-z][a-z0-9]*(-[a-z0-9]+)*$';
/** A part of a path that is not "..". */
const named = '([^/.\\x00-\\x1f][^/\\x00-\\x1f]*|\\.([^/.\\x00-\\x1f][^/\\x00-\\x1f]*|\\.[^/\\x00-\\x1f]+)?)';
const part = `${named}?`;
/** A part of a path that does not begin with "..". */
const plain = '([^/.\\x00-\\x1f][^/\\x00-\\x1f]*|\\.([^/.\\x00-\\x1f][^/\\x00-\\x1f]*)?)';
export const text = { type: 'string' };

/** Texts that several types have, each a definition of its own, with the name that messages use. */
export const texts: Record<string, JsonSchema & { title: string }> = {
  Name: {
    ...text,
    title: 'a name of lower case letters, digits, "-" and "."',
    pattern: `^${subdomain}$`,
    maxLength: 253,
  },
  ShortName: { ...text, title: 'a name of lower case letters, digits and "-"', pattern: `^${label}$`, maxLength: 63 },
  Key: {
    ...text,
    title: 'a key, for example "app" or "example.com/app"',
    pattern: `^(${subdomain}/)?${qualified}$`,
    maxLength: 317,
  },
  // Without a key, a toleration is for all taints.
  TaintKey: { ...text, title: 'the key of a taint', pattern: `^((${subdomain}/)?${qualified})?$`, maxLength: 317 },
  LabelValue: { ...text, title: 'a label value', pattern: `^(${qualified})?$` },
  // Kubernetes takes any printable character but "=" from 1.34 on; older ones take these.
  VariableName: {
    ...text,
    title: 'a name of an environment variable',
    pattern: '^[A-Za-z_.-][A-Za-z0-9_.-]*$',
    examples: ['A'],
  },
  DataKey: {
    ...text,
    title: 'a key of a ConfigMap or Secret',
    pattern: '^(\\.?[A-Za-z0-9_-][A-Za-z0-9._-]*)$',
    maxLength: 253,
  },
  RelativePath: { ...text, title: 'a relative path without ".."', pattern: `^${named}(/${part})*$` },
  // The kubelet's own files in a volume begin with "..".
  VolumePath: {
    ...text,
    title: 'a relative path that has no part ".." and does not begin with ".."',
    pattern: `^${plain}(/${part})*$`,
    examples: ['a'],
  },
  HostFolder: { ...text, title: 'a path without ".."', pattern: `^/?${part}(/${part})*$`, minLength: 1 },
  Port: {
    type: ['integer', 'string'],
    title: 'a port, or the name of one',
    minimum: 1,
    maximum: 65535,
    pattern: portName,
    maxLength: 15,
    examples: [8000],
  },
  PortName: {
    ...text,
    title: 'a port name: lower case letters, digits and single "-", with a letter',
    pattern: portName,
    maxLength: 15,
    examples: ['http'],
  },
  Address: {
    ...text,
    title: 'an IP address',
    pattern: `^(${ipv4}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]*)$`,
    examples: ['10.0.0.1'],
  },
  AddressRange: {
    ...text,
    title: 'a range of IP addresses, for example 10.0.0.0/8',
    pattern: `^(${ipv4}/([0-9]|[12][0-9]|3[0-2])|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]*/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))$`,
    examples: ['10.0.0.0/8'],
  },
  ResourceName: {
    ...text,
    title: 'a resource of a container',
    pattern: `^(cpu|memory|ephemeral-storage|hugepages-[1-9][0-9]*[KMGT]i|${subdomain}/${qualified})$`,
  },
};
