import { useState } from 'preact/hooks';
import { newestRelease, releases } from '@archon/sizing/releases';
import { NumberField } from '../number-field.tsx';
import { change, choices, choose, gpu, model, outcome } from '../state.ts';
import { chosenGpu, noChoices } from '@archon/advice/choices';
import { EngineFields } from './engine-fields.tsx';
import { GpuFields } from './gpu-fields.tsx';
import { ImportPanel } from './import-panel.tsx';
import { ModelField } from './model-field.tsx';

/** What is asked: a GPU, a model, and what it shall do. Nothing needs to be filled in. */
export function QuestionForm() {
  const { context, users, release } = choices.value;
  // fields keep what is typed and is not a number: new ones are empty
  const [beginnings, setBeginnings] = useState(0);
  const startAgain = (): void => {
    setBeginnings(beginnings + 1);
    choose(noChoices, 'step');
  };
  const found = outcome.value;
  const limit = model.value?.geometry.maxPositionEmbeddings;
  const held = found?.selection?.options.maxModelLen;
  return (
    <form key={beginnings} class="question" aria-label="Your question" onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend>What do you have?</legend>
        <GpuFields />
      </fieldset>
      <fieldset>
        <legend>What shall it serve?</legend>
        <ModelField />
        <div class="pair">
          <NumberField
            label="Context"
            unit="tokens"
            placeholder={held === undefined ? 'longest' : held.toLocaleString('en')}
            hint={
              limit === undefined
                ? 'Empty: as long as fits'
                : `Empty: as long as fits, up to ${Math.min(limit, 131_072).toLocaleString('en')}`
            }
            value={context}
            least={1}
            most={2 ** 24}
            onChange={(next) => change({ context: next })}
          />
          <NumberField
            label="Users"
            placeholder="1"
            hint="Concurrent requests, each with the whole context"
            value={users === 1 ? undefined : users}
            least={1}
            most={65_536}
            onChange={(next) => change({ users: next ?? 1 })}
          />
        </div>
        <div class="field">
          <label for="release">vLLM</label>
          <select
            id="release"
            value={release ?? ''}
            onChange={(event) => change({ release: event.currentTarget.value || undefined })}
          >
            <option value="">{automaticRelease(found?.release)}</option>
            {releases.toReversed().map(({ version }) => (
              <option key={version} value={version}>
                {version}
              </option>
            ))}
          </select>
        </div>
        <EngineFields />
      </fieldset>
      <ImportPanel />
      {!isEmpty() && (
        <button type="button" class="quiet" onClick={startAgain}>
          Start again
        </button>
      )}
    </form>
  );
}

const automaticRelease = (version = newestRelease.version): string =>
  choices.value.release === undefined && gpu.value
    ? `${version}, the newest that runs on this GPU`
    : 'the newest that runs on the GPU';

const isEmpty = (): boolean =>
  chosenGpu(choices.value) === undefined && choices.value.model === undefined && choices.value.set === undefined;
