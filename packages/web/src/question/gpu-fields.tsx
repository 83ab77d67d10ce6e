import { useId, useState } from 'preact/hooks';
import type { Gpu } from '@archon/sizing/catalog-types';
import { gpus } from '@archon/sizing/gpus';
import { Combobox, type Option } from '../combobox.tsx';
import { NumberField } from '../number-field.tsx';
import { change, choices, gpu, gpuList, outcome, takeGpu } from '../state.ts';
import { aboutGpu, nameOf } from '../texts.ts';

const kinds: readonly Gpu['kind'][] = ['desktop', 'laptop', 'workstation', 'datacenter', 'embedded'];

const sorted = gpus.toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || newest(b) - newest(a));

function newest({ computeCapability }: Gpu): number {
  return Number(computeCapability ?? 0);
}

const asOption = (one: Gpu): Option => ({
  id: one.id,
  name: nameOf(one),
  about: aboutGpu(one),
  search: [one.id, one.name, nameOf(one), one.nodeLabel?.product, aboutGpu(one)].join(' ').toLowerCase(),
});

const options = sorted.map(asOption);

/** Compute capabilities of the GPUs that vLLM still has kernels for. */
const capabilities = [...new Set(gpus.flatMap(({ computeCapability }) => computeCapability ?? []))].toSorted(
  (a, b) => Number(b) - Number(a),
);

/** The GPU, how many of them, and what CUDA reports where the catalog does not know it. */
export function GpuFields() {
  const { gpu: id, totalGiB, gpuCount } = choices.value;
  const [wanted, setWanted] = useState(id === undefined && totalGiB !== undefined);
  // a GPU may also be taken from a list, a link or the history
  const unlisted = id === undefined && (totalGiB !== undefined || wanted);
  const chosen = id === undefined ? undefined : gpu.value && asOption(gpu.value);
  const listed = (): Option[] => {
    const verdicts = new Map(gpuList.value?.map((row) => [row.gpu.id, row.verdict]));
    return options.map((option) => ({ ...option, verdict: verdicts.get(option.id) }));
  };
  // CUDA's total is asked for where it is unknown, or where somebody has said it
  const asksTotal = unlisted || totalGiB !== undefined || (outcome.value?.verdict === 'unknown' && id !== undefined);
  return (
    <>
      {!unlisted && (
        <Combobox
          label="GPU"
          placeholder="Type to search, for example 4060"
          options={listed}
          chosen={chosen}
          onChoose={(next) => {
            setWanted(false);
            takeGpu(next);
          }}
        />
      )}
      {asksTotal && <CudaTotal unlisted={unlisted} />}
      <NumberField
        label="Number of GPUs"
        placeholder="1"
        hint="They share each layer (tensor parallel); memory is not simply added"
        value={gpuCount === 1 ? undefined : gpuCount}
        least={1}
        most={64}
        onChange={(next) => change({ gpuCount: next ?? 1 })}
      />
      <button
        type="button"
        class="quiet link"
        onClick={() => {
          setWanted(!unlisted);
          takeGpu(undefined);
        }}
      >
        {unlisted ? 'Pick from the list' : 'My GPU is not listed'}
      </button>
    </>
  );
}

function CudaTotal({ unlisted }: { readonly unlisted: boolean }) {
  const id = useId();
  const { totalGiB, computeCapability } = choices.value;
  return (
    <div class="cuda">
      <NumberField
        label="Memory that CUDA reports"
        unit="GiB"
        fraction
        hint="torch.cuda.mem_get_info()[1] / 2**30; less than the box says"
        value={totalGiB}
        least={0.5}
        most={4096}
        onChange={(next) => change({ totalGiB: next })}
      />
      {unlisted && (
        <div class="field">
          <label for={id}>Compute capability</label>
          <select
            id={id}
            value={computeCapability ?? ''}
            onChange={(event) => change({ computeCapability: event.currentTarget.value || undefined })}
          >
            <option value="">unknown</option>
            {capabilities.map((capability) => (
              <option key={capability} value={capability}>
                {capability}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  );
}
