/** The hub that the page may ask: `archon web --hub` writes another one here. */
export const endpoint = (
  document.querySelector<HTMLMetaElement>('meta[name="archon-hub"]')?.content ?? 'https://huggingface.co'
).replace(/\/+$/, '');

export const hubHost = new URL(endpoint).host;
