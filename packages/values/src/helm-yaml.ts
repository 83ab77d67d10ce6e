import type { Tags } from 'yaml';

/** A number needs a digit before its exponent: Go reads `e-81` and `.` as text, the library of YAML 1.1 as NaN. */
const withoutDigits = /^[-+]?\.?(?:$|[eE])/;

type Tag = Exclude<Tags[number], string>;

const isTime = (tag: Tag): boolean => tag.tag.endsWith(':timestamp') || ('format' in tag && tag.format === 'TIME');

/** The same tag, for texts that Go takes for a number too. */
function asGo(tag: Tag): Tag {
  if (!tag.tag.endsWith(':float') || !('test' in tag) || !tag.test) return tag;
  const { test } = tag;
  return { ...tag, test: { test: (text: string) => test.test(text) && !withoutDigits.test(text) } as RegExp };
}

/** YAML 1.1 as Helm and Kubernetes read it: `2024-05-01` and `12:30` are text, and `0o644` is a number. */
export const helmYaml = {
  version: '1.1',
  customTags: (tags: Tags): Tags => [
    ...tags.flatMap<Tags[number]>((tag) => (typeof tag === 'string' ? [tag] : isTime(tag) ? [] : [asGo(tag)])),
    'intOct',
  ],
} as const;
