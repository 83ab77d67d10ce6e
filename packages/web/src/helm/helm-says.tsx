import { Copy, highlighted, Save } from '../take/text-tools.tsx';
import type { Checked } from './check.ts';

/** The manifests and NOTES, or the refusal, in Helm's own words. */
export function HelmSays({ checked: { result, about } }: { readonly checked: Checked }) {
  const by = `Helm ${about.helm}, ${about.chart}`;
  if (!result.ok)
    return (
      <div class="says no">
        <p>
          <b>✕ Helm refuses these values.</b> <span class="hint">{by}</span>
        </p>
        <HelmText id="refusal" wraps title="Why" text={result.error} />
      </div>
    );
  const objects = result.manifest.split(/^---$/m).filter((one) => /^kind:/m.test(one)).length;
  return (
    <div class="says fits">
      <p>
        <b>
          ✓ Helm takes these values: {objects} {objects === 1 ? 'object' : 'objects'}.
        </b>{' '}
        <span class="hint">{by}</span>
      </p>
      <HelmText id="manifests" title="Manifests" text={result.manifest} file="manifests.yaml" />
      <HelmText id="helm-notes" wraps title="NOTES" text={result.notes} />
    </div>
  );
}

interface HelmTextProps {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly file?: string;
  /** Lines of prose wrap; those of YAML do not. */
  readonly wraps?: boolean;
}

function HelmText({ id, title, text, wraps, ...file }: HelmTextProps) {
  const named = { title, text, ...file };
  return (
    <div id={id} class={wraps ? 'wraps' : undefined}>
      <div class="tools">
        <h4>{title}</h4>
        <Copy taken={named} selector={`#${id} pre`} />
        {named.file !== undefined && <Save taken={named} file={named.file} />}
      </div>
      <pre tabIndex={0} aria-label={title}>
        <code>{highlighted(named)}</code>
      </pre>
    </div>
  );
}
