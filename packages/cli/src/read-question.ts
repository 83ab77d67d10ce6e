import { findFlag, flagOfKey } from '@archon/sizing/flags';
import { flagUsages } from '@archon/sizing/flag-usages';
import { readOptions } from '@archon/sizing/read-options';
import { questionProblems } from '@archon/sizing/resolve-question';
import type { Question } from '@archon/sizing/types';
import { nearest } from '@archon/values/nearest';
import {
  gpuShape,
  type Kind,
  modelShape,
  modelShapes,
  optionsShape,
  questionShape,
  type Shape,
} from './question-shapes.ts';

/** A line of a batch: a valid question, or all its problems. */
export function readQuestion(line: string): { question: Question } | { problems: readonly string[] } {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch (error) {
    return { problems: [`The line is not JSON: ${(error as Error).message}.`] };
  }
  const problems = problemsIn(read);
  return problems.length === 0 ? { question: read as Question } : { problems };
}

function problemsIn(read: unknown): string[] {
  if (!isObject(read)) return ['A question is a JSON object with a gpu and a model.'];
  const missing = ['gpu', 'model'].filter((key) => read[key] === undefined || read[key] === null);
  const problems = [
    ...missing.map((key) => `${key} is missing.`),
    ...wrongShape('', read, questionShape),
    ...Object.keys(read).flatMap(misplacedOption),
    ...(isObject(read.gpu) ? wrongShape('gpu.', read.gpu, gpuShape) : []),
    ...(isObject(read.model) && !('geometry' in read.model) ? wrongModel(read.model) : []),
    ...(isObject(read.options) ? wrongOptions(read.options) : []),
  ];
  // what a value may be is only asked of values of the right kind
  return problems.length > 0 ? problems : questionProblems(read as unknown as Question);
}

/** Problems of keys with a wrong type, or with a similar name. Other keys belong to the user, such as an id. */
function wrongShape(prefix: string, value: Record<string, unknown>, shape: Shape, orNull = true): string[] {
  return Object.entries(value).flatMap(([key, child]) => {
    const kinds = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (!kinds) {
      const near = nearest(key, Object.keys(shape));
      return near === undefined ? [] : [`Unknown key ${prefix}${key}: did you mean ${near}?`];
    }
    const fits = (orNull && child === null) || kinds.some((kind) => isOf(kind, child));
    return fits ? [] : [`${prefix}${key} must be ${kinds.join(' or ')}.`];
  });
}

/** An option of vLLM next to `options`, where nothing would read it. */
function misplacedOption(key: string): string[] {
  if (Object.hasOwn(questionShape, key)) return [];
  const option = /^(context|contextTokens|contextLength)$/i.test(key) ? 'maxModelLen' : key;
  if (!/^[a-z][A-Za-z0-9_-]*$/.test(option) || !findFlag(flagOfKey(option))) return [];
  return [`${key} is an option: write "options": {"${option}": …}.`];
}

function wrongModel(value: Record<string, unknown>): string[] {
  const inside = Object.entries(modelShapes).flatMap(([key, shape]) => {
    const child = value[key];
    // A number that is null would be counted as nothing.
    return isObject(child) ? wrongShape(`model.${key}.`, child, shape, false) : [];
  });
  return [...wrongShape('model.', value, modelShape), ...inside];
}

const unknownOptions = new Map<string, string | undefined>();

/** Options in any form that vLLM reads; those that the planner calculates with have a type. */
function wrongOptions(value: Record<string, unknown>): string[] {
  const unknown = Object.keys(value).flatMap((key) => {
    if (Object.hasOwn(optionsShape, key)) return [];
    if (!unknownOptions.has(key)) unknownOptions.set(key, unknownOption(key));
    return unknownOptions.get(key) ?? [];
  });
  const { extraArgs } = value;
  const stray = Array.isArray(extraArgs)
    ? flagUsages(extraArgs.map(String)).usages.filter(({ written }) => !findFlag(written))
    : [];
  const unknownFlags = stray.map(({ written }) => `options.extraArgs: vLLM has no flag ${written}.`);
  if (unknown.length + unknownFlags.length > 0) return [...unknown, ...unknownFlags];
  const counted = Object.entries(readOptions(value)).filter(([key]) => Object.hasOwn(optionsShape, key));
  return wrongShape('options.', Object.fromEntries(counted), optionsShape);
}

function unknownOption(key: string): string | undefined {
  if (/^-O\d$/.test(key)) return undefined;
  const [head = ''] = key.split('.');
  if (/^[a-z][A-Za-z0-9_-]*$/.test(head) && findFlag(flagOfKey(head))) return undefined;
  if (/^--?[A-Za-z]/.test(head) && findFlag(head)) return undefined;
  const near = nearest(key, Object.keys(optionsShape));
  return `vLLM has no option ${key}${near === undefined ? '.' : `: did you mean ${near}?`}`;
}

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'true or false':
      return typeof value === 'boolean';
    case 'an object':
      return isObject(value);
    case 'any':
      return true;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
