import { describe, expect, it } from 'vitest';
import { caseApis, caseValues, functionCases } from '../testing/function-cases.ts';
import { evaluate } from './evaluate.ts';
import { coreFunctions, isTrue } from './functions.ts';
import { parseExpression } from './parse-expression.ts';
import { bytesOf } from './quantity.ts';

const roots = { values: caseValues, Capabilities: { APIVersions: ['v1', ...caseApis] } };
const scope = { roots, functions: coreFunctions, schema: {} };
const run = (expression: string) => evaluate(parseExpression(expression), scope);

/** Helm evaluates the same cases in packages/generator/src/compile/functions-on-helm.test.ts. */
describe.each(Object.entries(functionCases))('%s', (_, cases) => {
  it.each(cases)('should evaluate %s', (expression, result) => {
    expect(run(expression)).toEqual(result);
  });
});

describe('functions', () => {
  it('should all have cases', () => {
    expect(Object.keys(functionCases).sort()).toEqual(Object.keys(coreFunctions).sort());
  });

  it('should take between one and twenty arguments', () => {
    for (const [name, { arity }] of Object.entries(coreFunctions)) {
      const [least, most] = arity;
      expect(least, name).toBeGreaterThan(0);
      expect(most, name).toBeGreaterThanOrEqual(least);
    }
  });

  it('should have a case with the fewest arguments, and with more where more are allowed', () => {
    for (const [name, { arity }] of Object.entries(coreFunctions)) {
      const counts = functionCases[name]!.flatMap(([expression]) => {
        const node = parseExpression(expression) as hbs.AST.SubExpression;
        return (node.path as hbs.AST.PathExpression).original === name ? [node.params.length] : [];
      });
      expect(counts, name).toContain(arity[0]);
      if (arity[1] > arity[0]) expect(Math.max(...counts), name).toBeGreaterThan(arity[0]);
    }
  });
});

describe('evaluate', () => {
  it('should reach into lists and maps', () => {
    expect(run('values.named.[1].name')).toBe('y');
    expect(run('values.map.b')).toBe(1);
    expect(run('values.text.deeper')).toBeUndefined();
    expect(run('elsewhere')).toBeUndefined();
  });

  it('should refuse what is not an expression of ours', () => {
    expect(() => run('(nope 1)')).toThrow('there is no function "nope"');
    expect(() => run('undefined')).toThrow('cannot evaluate UndefinedLiteral');
  });
});

/** text/template: false, 0, nil, and whatever has length zero. */
describe('isTrue', () => {
  it.each([[true], [1], [-1], [0.5], ['a'], ['false'], ['0'], [[0]], [{ a: null }]])(
    'should take %j for true',
    (value) => {
      expect(isTrue(value)).toBe(true);
    },
  );

  it.each([[false], [0], [-0], [''], [null], [undefined], [[]], [{}]])('should take %j for false', (value) => {
    expect(isTrue(value)).toBe(false);
  });
});

describe('bytesOf', () => {
  it.each(['', 'Gi', '1GB', '1 Gi', '1e', '0x10', 'one', '1KiB', '--1'])(
    'should know that %j is not a quantity',
    (text) => {
      expect(bytesOf(text)).toBeNaN();
    },
  );
});
