import { describe, expect, it } from 'vitest';
import { render } from '../../support/render.ts';
import { only } from '../../support/workload.ts';
import { shortRule } from './short-rules.ts';

interface Rule {
  alert: string;
  expr: string;
  for?: string;
}

describe('The alerts in a test that has no hours', () => {
  it('should differ in durations alone, and in each of them', async () => {
    const objects = await render({ valuesObject: { prometheusRule: { enabled: true } } });
    const rules: Rule[] = only(objects, 'PrometheusRule').spec.groups[0].rules;
    const withoutTime = (rule: Rule) => JSON.stringify(rule).replaceAll(/\b\d+(ms|[smhd])\b/g, '<time>');
    for (const rule of rules) expect(withoutTime(shortRule(rule))).toBe(withoutTime(rule));
    const left = rules.map((rule) => JSON.stringify(shortRule(rule))).filter((text) => /\b\d+[smhd]\b/.test(text));
    expect(left).toEqual([]);
  });

  it('should have a second for each minute', () => {
    expect(shortRule({ expr: 'avg_over_time(up[5m] offset 1h) > 20', for: '90s' })).toEqual({
      expr: 'avg_over_time(up[5000ms] offset 60000ms) > 20',
      for: '1500ms',
    });
  });
});
