import { assess, type Assessment } from './assess.ts';
import type { Coefficients } from './coefficients.ts';
import { coefficients as fitted } from './coefficients.gen.ts';
import { objections, type Objection } from './compatibility.ts';
import { optionObjections } from './option-objections.ts';
import type { Resolved } from './resolve-question.ts';
import { assessAll } from './unknown-release.ts';
import { verdict, type Verdict } from './verdict.ts';

/** What the planner finds before it explains it. */
export interface Judgement {
  readonly resolved: Resolved;
  readonly assessment: Assessment;
  readonly objections: readonly Objection[];
  readonly verdict: Verdict;
}

/** Counts and judges a resolved question: plan() without words for the parts, and without suggestions. */
export function judge(resolved: Resolved, coefficients: Coefficients = fitted): Judgement {
  const { release, entry, options } = resolved;
  const assessment = Number.isNaN(release)
    ? assessAll(resolved, coefficients)
    : assess(resolved, release, coefficients);
  const found = [...objections(assessment.context, entry, options), ...optionObjections(resolved)];
  return { resolved, assessment, objections: found, verdict: verdict(assessment, found) };
}
