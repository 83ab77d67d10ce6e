import { useState } from 'preact/hooks';
import type { Model } from '@archon/sizing/catalog-types';
import { models } from '@archon/sizing/models';
import { Combobox, type Option } from '../combobox.tsx';
import { dropPasted } from '../read-models.ts';
import { change, choices, model, modelList } from '../state.ts';
import { aboutModel, shortModel } from '../texts.ts';
import { OtherModel } from './other-model.tsx';

const asOption = (one: Model): Option => ({
  id: one.id,
  name: shortModel(one),
  about: aboutModel(one),
  search: [one.id, aboutModel(one)].join(' ').toLowerCase(),
});

const options = models.map(asOption);

/** The model; once a GPU is chosen, what fits on it is first. One that is not listed can be read from the Hub. */
export function ModelField() {
  const { model: id } = choices.value;
  const [asked, setAsked] = useState<string>();
  const unread = id !== undefined && !model.value;
  const other = asked !== undefined || unread;
  const chosen = model.value && asOption(model.value);
  const listed = () => modelList.value?.map((row) => ({ ...asOption(row.model), verdict: row.verdict })) ?? options;
  return (
    <>
      <Combobox
        label="Model"
        placeholder="Type to search, for example qwen3 awq"
        options={listed}
        chosen={chosen}
        onChoose={(next) => {
          setAsked(undefined);
          dropPasted(next);
          change({ model: next, revision: undefined });
        }}
        onUnknown={setAsked}
        unknown="Press Enter to look for it on the Hugging Face Hub."
      />
      {other && <OtherModel key={asked ?? id} asked={asked ?? id ?? ''} onFound={() => setAsked(undefined)} />}
      <button
        type="button"
        class="quiet link"
        onClick={() => {
          if (unread) change({ model: undefined, revision: undefined });
          setAsked(other ? undefined : '');
        }}
      >
        {other ? 'Pick the model from the list' : 'My model is not listed'}
      </button>
    </>
  );
}
