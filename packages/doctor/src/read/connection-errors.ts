import type { Problem } from '@archon/values/problem';

const network: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was closed',
  ENOTFOUND: 'its name is unknown to the DNS',
  EAI_AGAIN: 'the DNS does not answer',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no network',
};

/** Why the API server could not be asked, as one sentence, and what to do. */
export function connectionError(address: string, error: NodeJS.ErrnoException): Problem {
  const { code = '', message, path, syscall = '' } = error;
  if (code === 'ENOENT' && path !== undefined && !syscall.startsWith('spawn'))
    return {
      message: `The API server ${address} cannot be asked: the kubeconfig names ${path}, which does not exist.`,
      hint: 'It is a certificate, a key or a token of the cluster or the user: get the kubeconfig again, or correct the path.',
    };
  if (code === 'ENOENT' && path !== undefined)
    return {
      message: `The API server ${address} cannot be asked: the program ${path} is not installed here.`,
      hint: 'The kubeconfig names it in its users: it signs you in.',
    };
  if (/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS)/.test(code))
    return {
      message: `The certificate of the API server ${address} is not accepted: ${message}.`,
      hint: 'The kubeconfig may be of another cluster, or older than the certificate: get it again.',
    };
  const why = network[code] ?? network[String((error.cause as NodeJS.ErrnoException | undefined)?.code)];
  if (why !== undefined)
    return {
      message: `The API server ${address} cannot be reached: ${why} (${code}).`,
      hint: 'Is the cluster running, and do you need a VPN? kubectl version asks the same server. --context chooses another.',
    };
  return {
    message: `The API server ${address} cannot be asked: ${message.split('\n')[0]!.replace(/\.?$/, '.')}`,
    hint: 'The kubeconfig may name a program that signs you in and is not installed here: see its users.',
  };
}

/** The server does not accept the user of the kubeconfig, or not any more. */
export const credentialsError = (address: string, user: string | undefined): Problem => ({
  message: `The API server ${address} does not accept the credentials of the user "${user ?? ''}" (status 401).`,
  hint: 'They may have expired: sign in again, or get a new kubeconfig.',
});

export const notKubernetes = (address: string, answer: string): Problem => ({
  message: `${address} does not answer as a Kubernetes API server does: ${answer}`,
  hint: 'Check the address of the cluster in the kubeconfig.',
});
