import { useEffect, useRef, useState } from 'preact/hooks';
import { helmTemplateCommand } from './command.ts';
import { pageData } from '../built-data.ts';
import { check, type Checked } from './check.ts';
import { hasHelm, HelmMissing } from './download.ts';
import { HelmSays } from './helm-says.tsx';

type State =
  | { readonly is: 'idle' }
  | { readonly is: 'busy'; readonly received: number; readonly total: number }
  | { readonly is: 'failed'; readonly message: string }
  | { readonly is: 'checked'; readonly checked: Checked };

const idle: State = { is: 'idle' };

/** Helm itself renders the chart with these values, in the browser. Nothing of it is there until someone asks. */
export function CheckWithHelm({ values }: { readonly values: string }) {
  const [kubeVersion, setKubeVersion] = useState('');
  const [state, setState] = useState<State>(idle);
  const stop = useRef(new AbortController());
  // what was said of other values is not shown with these
  useEffect(() => cancel(), [values, kubeVersion]);

  const cancel = (): void => {
    stop.current.abort();
    setState(idle);
  };
  const start = async (): Promise<void> => {
    const { signal } = (stop.current = new AbortController());
    const show = (next: State): void => void (signal.aborted || setState(next));
    show({ is: 'busy', received: 0, total: 0 });
    try {
      const progress = (received: number, total: number): void => show({ is: 'busy', received, total });
      show({ is: 'checked', checked: await check({ values, kubeVersion }, progress, signal) });
    } catch (error) {
      show({ is: 'failed', message: error instanceof HelmMissing ? error.message : String(error) });
    }
  };
  const { helm, kubernetes } = pageData.helm;
  if (location.protocol === 'file:' && !hasHelm()) return <FromTheDisk />;
  return (
    <section class="check" aria-labelledby="check">
      <h3 id="check">Would Helm take it?</h3>
      <p class="hint">
        Helm {helm} renders the chart with these values in your browser, and shows the manifests and NOTES, or why it
        refuses. {!hasHelm() && 'It is downloaded first, once: about 6 MB. '}Nothing is sent.
      </p>
      <div class="tools">
        <label for="kube-version">Kubernetes</label>
        <input
          id="kube-version"
          autocomplete="off"
          spellcheck={false}
          placeholder={kubernetes.replace(/\.0$/, '')}
          value={kubeVersion}
          onInput={(event) => setKubeVersion(event.currentTarget.value.trim())}
        />
        {state.is === 'busy' ? (
          <button type="button" onClick={cancel}>
            Stop
          </button>
        ) : (
          <button type="button" onClick={() => void start()}>
            Check with Helm
          </button>
        )}
      </div>
      {state.is === 'busy' && <Waiting received={state.received} total={state.total} />}
      {state.is === 'failed' && <Failed message={state.message} />}
      {state.is === 'checked' && <HelmSays checked={state.checked} />}
      <p class="hidden" role="status">
        {spoken(state)}
      </p>
    </section>
  );
}

function spoken(state: State): string {
  if (state.is === 'busy') return 'Helm is being started.';
  if (state.is !== 'checked') return '';
  return state.checked.result.ok ? 'Helm takes these values.' : 'Helm refuses these values.';
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

function Waiting({ received, total }: { readonly received: number; readonly total: number }) {
  const all = total > 0 && received >= total;
  return (
    <p class="waiting">
      <progress aria-label="Download of Helm" {...(total > 0 && !all && { value: received, max: total })} />
      {total === 0 && 'Waiting for Helm …'}
      {total > 0 && !all && `${megabytes(received)} of ${megabytes(total)} MB`}
      {all && 'Helm is starting …'}
    </p>
  );
}

function Failed({ message }: { readonly message: string }) {
  return (
    <div class="failed" role="alert">
      <p>
        <b>✕ Not checked.</b> {message}
      </p>
      <p class="hint">
        In a terminal, with values.yaml: <code>{helmTemplateCommand}</code>
      </p>
    </div>
  );
}

/** A browser loads nothing from the disk into a page from the disk. */
function FromTheDisk() {
  return (
    <section class="check" aria-labelledby="check">
      <h3 id="check">Would Helm take it?</h3>
      <p class="hint">
        This page was opened from the disk, without Helm in it. <code>archon web</code> serves it with Helm, and{' '}
        <code>archon web --with-helm --out page.html</code> writes one that has it. In a terminal:{' '}
        <code>{helmTemplateCommand}</code>
      </p>
    </section>
  );
}
