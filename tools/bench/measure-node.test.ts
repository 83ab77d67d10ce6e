import { expect, it } from 'vitest';
import { formatValue, verdict } from './figure.ts';
import { nodeFigures } from './measure-node.ts';

const measured = {
  installToReadySeconds: 61.4,
  firstStartSeconds: 60,
  restartFromCacheSeconds: 75,
  drainSeconds: 24,
  rollingRestartSeconds: 120,
  answeredAtRollingRestart: 300,
  lostAtRollingRestart: 0,
};

it('should show the figures of the real node, and miss the goal when one request is lost', () => {
  expect(nodeFigures(measured).map(formatValue)).toEqual(['61 s', '1.25x', '24 s', '120 s', '0 requests']);
  expect(nodeFigures(measured).map(verdict).at(-1)).toBe('pass');
  const [lost] = nodeFigures({ ...measured, lostAtRollingRestart: 1 }).slice(-1);
  expect([verdict(lost!), lost!.remark]).toEqual(['miss', 'of 301']);
});
