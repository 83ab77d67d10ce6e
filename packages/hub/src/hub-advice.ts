/** What to do, in the terms of who asks: the command has variables and flags, a page has fields. */
export interface HubAdvice {
  /** The address of the hub may be wrong. */
  readonly endpoint: string;
  /** Something in between may answer instead of the hub. */
  readonly between: string;
  readonly slow: string;
  /** Too many requests; what allows more of them. */
  readonly moreAllowed: string;
  readonly absent: string;
  /** A gated model; its page has the terms. */
  readonly gated: (page: string) => string;
  readonly refused: string;
  readonly network: string;
  readonly certificate: string;
  /** The repository has no configuration of transformers. */
  readonly withoutConfig: string;
}

/** For the command. */
export const commandAdvice = (hasToken: boolean): HubAdvice => ({
  endpoint: 'Check HF_ENDPOINT and proxies.',
  between: 'A proxy or a sign-in page may be in between; HF_ENDPOINT names the hub.',
  slow: 'Try again later; HF_HUB_DOWNLOAD_TIMEOUT gives it more time.',
  moreAllowed: hasToken ? '' : 'With HF_TOKEN set, more are allowed.',
  absent: hasToken
    ? 'Check the name, and that HF_TOKEN may read it.'
    : 'Check the name. For a private model set HF_TOKEN.',
  gated: (page) =>
    hasToken
      ? `Accept its terms on ${page} with the account of HF_TOKEN; the token needs the right to read gated models.`
      : `Accept its terms on ${page}, and set HF_TOKEN to a token that may read.`,
  refused: 'A proxy of your network may refuse it: check HTTPS_PROXY and NO_PROXY.',
  network: 'Check the network, HTTPS_PROXY and NO_PROXY; HF_ENDPOINT names another hub.',
  certificate: 'For a certificate of your own set NODE_EXTRA_CA_CERTS.',
  withoutConfig: 'Give its configuration with --model-config.',
});
