import { EnvHttpProxyAgent, request } from 'undici';
import type { HubAnswer, Transport } from './transport.ts';

/** Asks by undici. The proxies are those of HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
export function undiciTransport(timeoutSeconds: number): Transport {
  const timeout = timeoutSeconds * 1000;
  const dispatcher = new EnvHttpProxyAgent({ connect: { timeout }, bodyTimeout: timeout, proxyTunnel: false });
  return {
    begin: async (url, headers, signal): Promise<HubAnswer> => {
      const own = { ...headers, 'accept-encoding': 'identity', 'user-agent': 'archon' };
      const { statusCode, headers: answered, body } = await request(url, { dispatcher, headers: own, signal });
      return {
        status: statusCode,
        header: (name) => [answered[name]].flat()[0] ?? null,
        body,
        // undici reports the closed connection as an error of the body
        discard: () => void body.on('error', () => {}).destroy(),
      };
    },
    close: () => dispatcher.destroy(),
  };
}
