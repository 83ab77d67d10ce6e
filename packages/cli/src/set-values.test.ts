import { describe, expect, it } from 'vitest';
import { parseSet } from './set-values.ts';

describe('parseSet', () => {
  it.each([
    [['engine.maxModelLen=8192'], { engine: { maxModelLen: 8192 } }],
    [['a.b=1,a.c=x'], { a: { b: 1, c: 'x' } }],
    [['a=1', 'a=2'], { a: 2 }],
    [['a=true,b=FALSE,c=null,d='], { a: true, b: false, c: null, d: '' }],
    [['a=0.92,b=-1,c=007,d=1e3'], { a: 0.92, b: -1, c: '007', d: '1e3' }],
    [['a=b=c'], { a: 'b=c' }],
    [[String.raw`a=x\,y`], { a: 'x,y' }],
    [[String.raw`podAnnotations.example\.com/x=y`], { podAnnotations: { 'example.com/x': 'y' } }],
    [['engine.extraArgs={--a=1,--b}'], { engine: { extraArgs: ['--a=1', '--b'] } }],
    [['a={}'], { a: [] }],
    [['a=12345678901234567890'], { a: '12345678901234567890' }],
  ])('should read %j', (texts, values) => {
    expect(parseSet(texts)).toEqual(values);
  });

  it.each(['engine.maxModelLen', '=1', 'a..b=1', 'a[0]=1', ''])('should refuse %j', (text) => {
    expect(() => parseSet([text])).toThrow(`--set ${text}`);
  });

  it('should not reach prototypes', () => {
    const values = parseSet(['__proto__.polluted=1', 'constructor.prototype.polluted=1']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(values)).toEqual(['__proto__', 'constructor']);
  });
});
