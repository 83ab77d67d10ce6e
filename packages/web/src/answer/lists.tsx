import { useState } from 'preact/hooks';
import { countedGpu, gib, tokens } from '@archon/advice/format';
import type { QuickOutcome } from '@archon/advice/outcome';
import { Badge } from '../badge.tsx';
import { change, choices, gpu, gpuList, model, modelList, takeGpu } from '../state.ts';
import { aboutGpu, aboutModel, nameOf, shortModel } from '../texts.ts';

/** A line of a list: taking it fills the other half of the question. */
interface Row extends QuickOutcome {
  readonly id: string;
  readonly name: string;
  readonly about: string;
}

/** Which models fit on the chosen GPU. */
export function ModelList() {
  const listed = modelList.value?.map((row) => ({
    ...row,
    id: row.model.id,
    name: shortModel(row.model),
    about: aboutModel(row.model),
  }));
  if (!listed || !gpu.value) return null;
  const where = countedGpu(nameOf(gpu.value), choices.value.gpuCount);
  return (
    <List
      title="Models"
      where={`on ${where}`}
      rows={listed}
      verbs={['fits', 'fit']}
      onTake={(id) => change({ model: id }, 'step')}
    />
  );
}

/** Which GPUs hold the chosen model. */
export function GpuList() {
  const listed = gpuList.value?.map((row) => ({
    ...row,
    id: row.gpu.id,
    name: nameOf(row.gpu),
    about: aboutGpu(row.gpu),
  }));
  if (!listed || !model.value) return null;
  return (
    <List
      title="GPUs"
      where={`for ${shortModel(model.value)}`}
      rows={listed}
      verbs={['holds it', 'hold it']}
      onTake={(id) => takeGpu(id, 'step')}
    />
  );
}

interface Properties {
  readonly title: string;
  readonly where: string;
  readonly rows: readonly Row[];
  readonly verbs: readonly [one: string, many: string];
  readonly onTake: (id: string) => void;
}

const few = 10;

function List({ title, where, rows, verbs, onTake }: Properties) {
  const [all, setAll] = useState(false);
  const count = rows.filter(({ verdict }) => verdict === 'fits').length;
  const shown = all ? rows : rows.slice(0, few);
  return (
    <section class="list" aria-label={`${title} ${where}`}>
      <h2>
        {title} {where}
      </h2>
      <p class="figure">
        {count} of {rows.length} {verbs[count === 1 ? 0 : 1]}
      </p>
      <ol>
        {shown.map((row) => (
          <li key={row.id}>
            <button type="button" onClick={() => onTake(row.id)}>
              <span class="name">{row.name}</span>
              <Badge verdict={row.verdict} />
              <span class="about">{row.about}</span>
              <span class="reach">{textOf(row.reach)}</span>
            </button>
          </li>
        ))}
      </ol>
      {rows.length > few && (
        <button type="button" class="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Show the first ${few}` : `Show all ${rows.length}`}
        </button>
      )}
    </section>
  );
}

function textOf(reach: QuickOutcome['reach']): string {
  if (!reach) return '';
  const { selected, marginGiB } = reach();
  const { maxModelLen, enforceEager, kvCacheDtype } = selected.options;
  const given = [...(kvCacheDtype === 'fp8' ? ['fp8 KV cache'] : []), ...(enforceEager ? ['without CUDA graphs'] : [])];
  return [`${tokens(maxModelLen)} tokens`, `${gib(marginGiB)} GiB to spare`, ...given].join(' · ');
}
