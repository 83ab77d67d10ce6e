import { coreFunctions } from './functions.ts';
import { describe, expect, it } from 'vitest';
import { evaluateMessage } from './evaluate.ts';
import { isCall, isPath, literalOf, parseExpression, parseMessage } from './parse-expression.ts';

describe('parseExpression', () => {
  it('should read a call, a path and a literal', () => {
    expect(isCall(parseExpression('(lt values.replicas 2)'))).toBe(true);
    expect(isPath(parseExpression('values.replicas'))).toBe(true);
    expect(literalOf(parseExpression('"text"'))).toEqual({ value: 'text' });
    expect(literalOf(parseExpression('2'))).toEqual({ value: 2 });
    expect(literalOf(parseExpression('true'))).toEqual({ value: true });
    expect(literalOf(parseExpression('null'))).toEqual({ value: null });
    expect(literalOf(parseExpression('values.replicas'))).toBeUndefined();
  });

  it.each([
    ['nothing', '', '"" must be one expression in parentheses, or one path'],
    ['two expressions', '(not a) (not b)', '"(not a) (not b)" must be one expression in parentheses, or one path'],
    ['a call without parentheses', 'not a', '"not a" must be one expression in parentheses, or one path'],
    ['text behind it', '(not a)}} more {{b', '"(not a)}} more {{b" must be one expression in parentheses, or one path'],
    ['a parenthesis left open', '(not a', /^"\(not a" cannot be read: Expecting .* got 'CLOSE'$/],
    ['a parenthesis too many', '(not a))', /^"\(not a\)\)" cannot be read: /],
    ['a quote left open', '(eq a "b)', /cannot be read: /],
  ])('should refuse %s', (_, text, message) => {
    expect(() => parseExpression(text)).toThrow(message);
  });
});

describe('parseMessage', () => {
  const scope = {
    roots: { values: { count: 2, share: 0.5, flag: false, list: ['a', 'b'] } },
    functions: coreFunctions,
    schema: {},
  };

  it.each([
    ['No tags, 100 %.', 'No tags, 100 %.'],
    ['{{values.count}} GPUs', '2 GPUs'],
    ['{{values.count}}{{values.share}} and {{values.flag}}', '20.5 and false'],
    ['It is {{mul values.count 2}}.', 'It is 4.'],
    ['{{join ", " values.list}}!', 'a, b!'],
    ['nothing: {{values.nope.deeper}}', 'nothing: '],
  ])('should fill in %s', (text, filled) => {
    expect(evaluateMessage(parseMessage(text), scope)).toBe(filled);
  });

  it('should refuse blocks and broken tags', () => {
    expect(() => parseMessage('{{#if a}}b{{/if}}')).toThrow('only {{…}} may be in the message');
    expect(() => parseMessage('{{a')).toThrow(/^"\{\{a" cannot be read: /);
  });
});
