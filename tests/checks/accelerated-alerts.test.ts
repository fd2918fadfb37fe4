import { expect, test } from '@jest/globals';
import { alertExpressions } from '../../checks/observability/expressions.ts';
import { accelerate } from '../../checks/observability/accelerate.ts';

test('divides durations by sixty, with a minimum of one second', () => {
  const rules = `
    interval: 1m
    rules:
      - record: job:errors:rate1h
        expr: sum(rate(errors{code=~"5.."}[1h])) / increase(all[30m]) + max_over_time(x[15m:])
      - alert: Down
        for: 10s`;
  expect(accelerate(rules)).toBe(`
    interval: 1s
    rules:
      - record: job:errors:rate1h
        expr: sum(rate(errors{code=~"5.."}[60s])) / increase(all[30s]) + max_over_time(x[15s:])
      - alert: Down
        for: 1s`);
});

test('replaces the comparisons in alerts with boolean ones', () => {
  const expressions = new Map(alertExpressions().map(({ source, expr }) => [source, expr.trim()]));
  expect(expressions.get('TargetDown')).toBe('up{job="task-manager-api"} == bool 0');
  expect(expressions.get('LatencyBudgetBurn 1h')).toMatch(
    /> bool 14.4 .*\nand .* > bool .*\nand .* >= bool 10$/,
  );
});
