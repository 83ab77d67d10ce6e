import { isCall, isPath, type Expression } from './expressions/parse-expression.ts';
import type { Explanation } from './explain.ts';
import { leavesOf, type Model, type ValuesModel } from './model.ts';
import type { Rule } from './rules.ts';
import { isRecord } from './is-record.ts';

/** Steps from the top of the values. */
type Steps = readonly string[];

/**
 * The values that errors affect: those that are wrong, those next to an unknown key in a section, because it may have
 * been meant as one of them, and those that the explanation names.
 */
export function affectedValues(model: ValuesModel, errors: readonly Explanation[]): Steps[] {
  const leaves = leavesOf(model).map(({ path }) => path);
  const top = new Set(Object.keys(model.schema.properties));
  return errors.flatMap(({ path, message, hint = '' }) => {
    const steps = path.map(String);
    const isKnown = leaves.some((leaf) => overlap(leaf, steps));
    const named = `${message} ${hint}`.match(/[A-Za-z][\w.]*\w/g) ?? [];
    const values = named.map((text) => text.split('.')).filter(([first]) => top.has(first!));
    return [isKnown || steps.length < 2 ? steps : steps.slice(0, -1), ...values];
  });
}

/** Values without those that are wrong; of a list, all of it. */
export function withoutErrors(
  model: ValuesModel,
  values: Record<string, unknown>,
  errors: readonly Explanation[],
): Record<string, unknown> {
  const leaves = leavesOf(model).map(({ path }) => path);
  return errors.reduce((rest, { path }) => {
    const steps = path.map(String);
    return without(rest, leaves.find((leaf) => leaf.length <= steps.length && overlap(leaf, steps)) ?? steps);
  }, values);
}

function without(values: Record<string, unknown>, [step, ...rest]: Steps): Record<string, unknown> {
  if (step === undefined || !Object.hasOwn(values, step)) return values;
  const { [step]: below, ...others } = values;
  return rest.length > 0 && isRecord(below) ? { ...others, [step]: without(below, rest) } : others;
}

/**
 * The rules that read none of the given values, directly or by computed values: what they say holds whatever they are.
 * None where the values decide which preset applies, for a preset can set anything.
 */
export function independentRules(model: Model, values: readonly Steps[]): Rule[] {
  if (values.some((path) => presetChoices(model).some((choice) => overlap(choice, path)))) return [];
  const touched = (paths: readonly Steps[]) => paths.some((read) => values.some((path) => overlap(read, path)));
  const computed = new Map<string, Steps[]>();
  // each computed value comes after those that it uses
  for (const { name, expression } of model.computed) computed.set(name, valuesRead(expression, computed));
  return model.rules.filter((rule) => !touched(expressionsOf(rule).flatMap((one) => valuesRead(one, computed))));
}

/** The values that an expression reads. A whole root is the path of no steps, which overlaps with every path. */
function valuesRead(node: Expression, computed: ReadonlyMap<string, Steps[]>): Steps[] {
  if (isCall(node)) return (node as hbs.AST.SubExpression).params.flatMap((param) => valuesRead(param, computed));
  if (!isPath(node)) return [];
  const [root, ...steps] = node.parts.map(String);
  if (root === 'values' || root === 'user') return [steps];
  if (root !== 'computed') return [];
  return steps.length === 0 ? [[]] : (computed.get(steps[0]!) ?? [[]]);
}

function expressionsOf({ found, test }: Rule): Expression[] {
  const tests = 'each' in test ? [test.each] : [...test.any, ...test.message];
  return [found, ...tests].filter((part) => part !== undefined && typeof part !== 'string');
}

function presetChoices({ root: { presets } }: Model): Steps[] {
  if (!presets) return [];
  const { value, unset, groups = {} } = presets;
  const paths = [value, unset, ...Object.values(groups).flatMap(({ unless, copyOf }) => [unless, copyOf])];
  return paths.flatMap((path) => (path === undefined ? [] : [path.split('.')]));
}

/** Whether one path leads to the other. */
const overlap = (a: Steps, b: Steps): boolean => a.every((step, index) => index >= b.length || step === b[index]);
