import type { Tags } from 'yaml';

/** A number needs a digit before its exponent: Go reads `e-81` and `.` as text, the library of YAML 1.1 as NaN. */
const withoutDigits = /^[-+]?\.?(?:$|[eE])/;

type Tag = Exclude<Tags[number], string>;

const isTime = (tag: Tag): boolean => tag.tag.endsWith(':timestamp') || ('format' in tag && tag.format === 'TIME');

/** Collections and values that Go's YAML library reads without their tag. */
const plain = ['set', 'omap', 'pairs', 'binary'].map((name) => `tag:yaml.org,2002:${name}`);

/** The same tag, for texts that Go takes for a number too. */
function asGo(tag: Tag): Tag {
  if (!('test' in tag) || !tag.test) return tag;
  const { test } = tag;
  const isNumber = tag.tag.endsWith(':float') ? isFloat : tag.tag.endsWith(':int') ? isInteger : () => true;
  return { ...tag, test: { test: (text: string) => test.test(text) && isNumber(text) } as RegExp };
}

const isFloat = (text: string): boolean =>
  !withoutDigits.test(text) && (/inf|nan/i.test(text) || Number.isFinite(Number(text.replaceAll('_', ''))));

/** Go reads a number that is not decimal as text where it has more than 64 bits. */
function isInteger(text: string): boolean {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  if (!/^0./.test(digits)) return true;
  return BigInt(digits.replace(/^0(?=\d)/, '0o')) < 2n ** 64n;
}

const explicitFloat: Tag = {
  tag: 'tag:yaml.org,2002:float',
  resolve: (text: string) => {
    const number = text.replaceAll('_', '');
    return withoutDigits.test(number) || Number.isNaN(Number(number)) ? text : Number(number);
  },
};

const base64: Tag = {
  tag: 'tag:yaml.org,2002:binary',
  resolve(text: string, onError: (message: string) => void) {
    const digits = text.replaceAll(/\s/g, '');
    if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(digits))
      return Buffer.from(digits, 'base64').toString();
    onError('!!binary needs base64');
    return text;
  },
};

/** YAML 1.1 as Helm and Kubernetes read it: `2024-05-01` and `12:30` are text, and `0o644` is a number. */
export const helmYaml = {
  version: '1.1',
  customTags: (tags: Tags): Tags => [
    ...tags.flatMap<Tags[number]>((tag) =>
      typeof tag === 'string' ? [tag] : isTime(tag) || plain.includes(tag.tag) ? [] : [asGo(tag)],
    ),
    'intOct',
    explicitFloat,
    base64,
  ],
} as const;
