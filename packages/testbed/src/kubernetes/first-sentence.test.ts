import { describe, expect, it } from 'vitest';
import { firstSentence } from './first-sentence.ts';

describe('firstSentence', () => {
  it.each([
    ['should keep the first sentence alone', 'Image pull policy. One of Always, Never.', 'Image pull policy.'],
    ['should end with a period', 'The header field value', 'The header field value.'],
    [
      'should not stop at an abbreviation',
      'Affinity (e.g. Zone, i.e. a place). More.',
      'Affinity (e.g. Zone, i.e. a place).',
    ],
    ['should stop at a link', "shares a pod's lifetime More info: https://k8s.io/x", "shares a pod's lifetime."],
    ['should drop a label', 'defaultMode is optional: mode bits used. Or not.', 'Mode bits used.'],
    ['should drop a leading word', 'Required. A list of terms. ORed.', 'A list of terms.'],
    ['should stop at a paragraph', 'owned by the pod:\n\n1. The GID', 'owned by the pod.'],
    ['should quote a placeholder', 'the triple <key,value> of `x[<KEY>]`.', 'the triple `key,value` of `x[<KEY>]`.'],
  ])('%s', (_title, description, expected) => {
    expect(firstSentence(description)).toBe(expected);
  });
});
