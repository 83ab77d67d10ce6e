import type { Problem } from '@archon/values/problem';
import { loadMore, notLoaded } from './load-more.ts';
import type { More, Result } from './more/more.ts';

/** Asks what is loaded later; that it cannot be loaded is a problem as well. */
export async function askMore<T>(ask: (more: More) => Promise<Result<T>>): Promise<Result<T>> {
  const more = await loadMore().catch(() => undefined);
  return more ? ask(more) : { problems: [notLoaded] };
}

/** What is wrong, where, and what to do, below what was typed. */
export function Problems({ id, problems }: { readonly id: string; readonly problems: readonly Problem[] }) {
  return (
    <div class="problems" id={id} role="alert">
      {problems.slice(0, 5).map(({ message, path, line, hint }) => (
        <p key={`${path} ${message}`} class="problem">
          {line !== undefined && `Line ${line}: `}
          {path !== undefined && !message.startsWith(path) && (
            <>
              <code>{path}</code>{' '}
            </>
          )}
          {message} {hint}
        </p>
      ))}
      {problems.length > 5 && <p class="problem">And {problems.length - 5} more.</p>}
    </div>
  );
}
