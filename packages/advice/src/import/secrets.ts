import { treeOf, type Placed, type Tree, type Variable } from './server.ts';

/** Names of variables whose value is a secret. */
const secretName = /(^|_)(TOKEN|KEY|KEYS|SECRET|PASSWORD|PASSWD|CREDENTIALS)($|_(?!PATH|FILE|NAME|ID$|LENGTH))/;
const notSecret = /(_PATH|_FILE|MAX_TOKEN|NUM_TOKEN|TOKENIZERS?_|_TOKENS$)/;

export const isSecret = ({ name }: Variable): boolean => secretName.test(name) && !notSecret.test(name);

const create = (secret: string, key: string, what: string): string =>
  `Create the Secret:\n  kubectl create secret generic ${secret} --from-literal=${key}='<${what}>'`;

/** The values for a Hugging Face token: of the Secret that a variable names, else of one to create. */
export function huggingFaceToken(variable?: Variable): Placed[] {
  return reference('huggingFace', variable, 'hugging-face', 'token', 'your token');
}

/** The values for the key of the API. */
export function apiKey(keys = 1, variable?: Variable): Placed[] {
  const more = keys > 1 ? `The input has ${keys} keys; the chart takes one. ` : '';
  return reference('apiKey', variable, 'vllm-api-key', 'api-key', 'your key', more);
}

function reference(
  owner: 'huggingFace' | 'apiKey',
  variable: Variable | undefined,
  name: string,
  key: string,
  what: string,
  more = '',
): Placed[] {
  const path = owner === 'huggingFace' ? (['huggingFace', 'token'] as const) : (['apiKey'] as const);
  const existing = secretOf(variable);
  const at = (leaf: 'existingSecret' | 'key') => [...path, leaf] as unknown as Placed['path'];
  if (!existing) return [{ path: at('existingSecret'), value: name, why: `${more}${create(name, key, what)}` }];
  return [
    { path: at('existingSecret'), value: existing.name },
    ...(existing.key === key ? [] : [{ path: at('key'), value: existing.key }]),
  ];
}

/** The Secret that a variable takes its value from. */
function secretOf(variable: Variable | undefined): Tree | undefined {
  const found = treeOf(variable?.valueFrom).secretKeyRef;
  return found === undefined ? undefined : treeOf(found);
}

/** A variable with a secret as text, by reference to a Secret to create. */
export function bySecret({ name }: Variable): { variable: Variable; note: string } {
  const secret = name.toLowerCase().replaceAll('_', '-');
  return {
    variable: { name, valueFrom: { secretKeyRef: { name: secret, key: 'value' } } },
    note: `${name} is a secret. ${create(secret, 'value', 'its value')}`,
  };
}
