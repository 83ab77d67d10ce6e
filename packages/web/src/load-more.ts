import type { More } from './more/more.ts';

let loaded: Promise<More> | undefined;

/**
 * The part of the page that is not in its first load. A file has it in itself, `archon web` serves it as a file of its own; the
 * policy of the page allows its text, by a hash.
 */
export function loadMore(): Promise<More> {
  loaded ??= load().catch((error: unknown) => {
    // the server may be there again
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load(): Promise<More> {
  const script = document.createElement('script');
  script.textContent = document.getElementById('more')?.textContent ?? (await served());
  document.head.append(script);
  return (globalThis as unknown as { archonMore: More }).archonMore;
}

async function served(): Promise<string> {
  const response = await fetch('more.js');
  if (!response.ok) throw new Error(`more.js: ${response.status}`);
  return response.text();
}

/** What to say where it cannot be loaded. */
export const notLoaded = {
  message: 'This part of the page cannot be loaded from its server.',
  hint: 'Start archon web again, and try again: what you typed stays.',
};
