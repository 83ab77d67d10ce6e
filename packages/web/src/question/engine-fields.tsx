import type { EngineChoices } from '@archon/advice/choices';
import { NumberField } from '../number-field.tsx';
import { change, choices } from '../state.ts';

/** Engine values that most people leave to the planner. */
export function EngineFields() {
  const { engine } = choices.value;
  const set = (parts: { readonly [K in keyof EngineChoices]: EngineChoices[K] | undefined }): void => {
    const merged = Object.entries({ ...engine, ...parts }).filter(([, value]) => value !== undefined);
    change({ engine: Object.fromEntries(merged) as EngineChoices });
  };
  return (
    <details open={Object.keys(engine).length > 0}>
      <summary>More settings</summary>
      <p class="hint">The planner chooses what you leave empty.</p>
      <div class="field">
        <label for="kv">Type of the KV cache</label>
        <select
          id="kv"
          value={engine.kvCacheDtype ?? ''}
          onChange={(event) =>
            set({ kvCacheDtype: (event.currentTarget.value || undefined) as EngineChoices['kvCacheDtype'] })
          }
        >
          <option value="">chosen for you</option>
          <option value="auto">as the model (auto)</option>
          <option value="fp8">8 bits (fp8)</option>
        </select>
      </div>
      <div class="field">
        <label for="eager">CUDA graphs</label>
        <select
          id="eager"
          value={engine.enforceEager === undefined ? '' : String(engine.enforceEager)}
          onChange={({ currentTarget: { value } }) =>
            set({ enforceEager: value === '' ? undefined : value === 'true' })
          }
        >
          <option value="">chosen for you</option>
          <option value="false">on: faster</option>
          <option value="true">off (enforceEager): slower, takes less memory</option>
        </select>
      </div>
      <div class="pair">
        <NumberField
          label="Most sequences"
          hint="maxNumSeqs"
          value={engine.maxNumSeqs}
          least={1}
          most={65_536}
          onChange={(maxNumSeqs) => set({ maxNumSeqs })}
        />
        <NumberField
          label="Share of the GPU"
          hint="gpuMemoryUtilization"
          fraction
          value={engine.gpuMemoryUtilization}
          least={0.01}
          most={1}
          onChange={(gpuMemoryUtilization) => set({ gpuMemoryUtilization })}
        />
      </div>
    </details>
  );
}
