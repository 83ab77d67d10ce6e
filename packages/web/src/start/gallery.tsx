import { gib, tokens } from '@archon/advice/format';
import { pageData } from '../built-data.ts';
import { choose } from '../state.ts';
import { noChoices } from '@archon/advice/choices';
import type { PresetBar } from '../page-data.ts';

/** The presets with the memory of their tightest GPU: the same as in docs/03-presets.md. */
export function Gallery() {
  return (
    <section class="gallery" aria-labelledby="presets">
      <h2 id="presets">Or begin with a preset</h2>
      <p>A model and values for each size of GPU. The bar is the memory of the tightest GPU of its class.</p>
      <ul>
        {pageData.presets.map((preset) => (
          <li key={preset.name}>
            <button type="button" onClick={() => take(preset)}>
              <span class="name">{preset.name}</span>
              <span class="model">{preset.model.split('/').at(-1)}</span>
              <Bar preset={preset} />
              <span class="about">
                {tokens(preset.context)} tokens ·{' '}
                {preset.certain ? `${gib(preset.marginGiB)} GiB to spare` : 'not certain to start'} on {preset.gpuTitle}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const take = ({ gpu, model, context, release }: PresetBar): void =>
  choose({ ...noChoices, gpu, model, context, ...(release !== undefined && { release }) }, 'step');

const marks = ['weights', 'activation', 'request', 'cache', 'outside'] as const;

function Bar({ preset: { parts } }: { readonly preset: PresetBar }) {
  const total = parts.reduce((sum, { gib: size }) => sum + Math.max(0, size), 0);
  return (
    <span class="bar small" aria-hidden="true">
      {parts.map(({ name, gib: size }, index) => (
        <span
          key={name}
          class={`segment ${marks[index]}`}
          style={{ width: `${((Math.max(0, size) / total) * 100).toFixed(2)}%` }}
        />
      ))}
    </span>
  );
}
