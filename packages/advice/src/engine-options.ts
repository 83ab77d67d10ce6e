import { loraOptions } from '@archon/sizing/lora-options';
import type { QuestionOptions } from '@archon/sizing/types';
import { isRecord } from '@archon/values/is-record';
import { numberOf } from '@archon/values/number-text';

/** The options of the engine that values come to: its own, and what the adapters of `lora` add. */
export function optionsOfValues({ engine, lora }: Readonly<Record<string, unknown>>): QuestionOptions {
  const own = isRecord(engine) ? engine : {};
  const listed = isRecord(lora) && Array.isArray(lora.adapters) ? lora.adapters.filter(isRecord) : [];
  const { adapters, maxLoras, maxLoraRank } = loraOptions(listed, own);
  return {
    ...optionsOf(own),
    ...(adapters > 0 && { enableLora: true }),
    ...(maxLoras > 0 && { maxLoras }),
    ...(maxLoraRank > 0 && { maxLoraRank }),
  };
}

/** Whether options say how GPUs share the model. */
export const isSharded = (options: QuestionOptions): boolean =>
  [options.tensorParallelSize, options.pipelineParallelSize, options.dataParallelSize].some((size) => size != null);

/** Engine values without unset ones; extra arguments as options. */
export function optionsOf({ extraArgs, ...engine }: Readonly<Record<string, unknown>>): QuestionOptions {
  const given = Object.entries(engine).filter(([, value]) => value !== null && value !== undefined);
  const further = (Array.isArray(extraArgs) ? extraArgs.map(String) : []).map((argument) => {
    const [, no, name = '', value] = /^--(no-)?([^=]*)(?:=(.*))?$/s.exec(argument) ?? [];
    const key = name.replaceAll(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [key, no ? false : value === undefined ? true : fromText(value)] as const;
  });
  return Object.fromEntries([...further.filter(([key]) => key !== ''), ...given]);
}

/** A number that a flag gives as text. */
const fromText = (text: string): string | number => numberOf(text) ?? text;
