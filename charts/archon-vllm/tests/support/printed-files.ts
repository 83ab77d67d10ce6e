import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noChoices, requestOf } from '@archon/advice/choices';
import { outcomeOf } from '@archon/advice/outcome';
import { listModels } from '@archon/advice/short-list';
import { valuesFile } from '@archon/advice/values-file';
import { gpus } from '@archon/sizing/gpus';

/** A values file that the configurator and `archon values` print. */
export interface PrintedFile {
  readonly name: string;
  readonly file: string;
  /** The image of the GPU's release runs as root. */
  readonly asRoot: boolean;
}

/** Of every fourth GPU that holds a model, the file for the first model in its list, written to a folder. */
export function printedFiles(folder: string): PrintedFile[] {
  return gpus
    .filter((_, index) => index % 4 === 0)
    .flatMap((gpu, index) => {
      const choices = { ...noChoices, gpu: gpu.id };
      const [first] = listModels(choices, gpu);
      const request = first?.verdict === 'fits' ? requestOf({ ...choices, model: first.model.id }) : undefined;
      const { selection } = request ? outcomeOf(request) : {};
      if (!request || !selection) return [];
      const text = valuesFile(selection, request, { printedBy: 'a test' });
      const file = join(folder, `${index}.yaml`);
      writeFileSync(file, text);
      return [{ name: `${first!.model.id} on ${gpu.id}`, file, asRoot: /runAsNonRoot: false/.test(text) }];
    });
}
