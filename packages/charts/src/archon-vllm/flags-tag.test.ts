import { compilerFor, problemText } from '@archon/generator/testing/compile-text';
import { textOf } from '@archon/values/testing/problems-of';
import { testModel } from '@archon/values/testing/test-model';
import { describe, expect, it } from 'vitest';
import { flagsTag } from './flags-tag.ts';

const model = testModel({
  features: {
    engine: `
title: Engine
description: Options of the engine.
values:
  text: { type: string, default: hello, description: A free string. }
  engine:
    type: object
    description: Options.
    properties:
      maxModelLen: { type: integer, description: Context., examples: [1] }
      gpuMemoryUtilization: { type: number, description: Share., examples: [0.5] }
      enforceEager: { type: boolean, description: Eager., examples: [true] }
      quantization: { type: string, pattern: "^[a-z]+$", description: Method., examples: [gptq] }
      chatTemplate: { type: string, description: Free text., examples: [a] }
      hfOverrides: { type: object, additionalProperties: true, description: JSON., examples: [{}] }
  badEngine:
    type: object
    description: Options with a key that is not a flag.
    properties:
      enableLoRA: { type: boolean, description: LoRA., examples: [true] }
`,
  },
});
const compileText = compilerFor(model, { tags: { flags: flagsTag } });
const helm = (text: string) => compileText(text).helm;

describe('flags', () => {
  it('should be a loop over the keys, in the order of the schema', () => {
    expect(helm('args:\n  {{flags values.engine}}\n')).toBe(`args:
  {{- range list "maxModelLen" "gpuMemoryUtilization" "enforceEager" "quantization" "chatTemplate" "hfOverrides" }}
  {{- $value := index $.Values.engine . }}
  {{- $flag := kebabcase . }}
  {{- if kindIs "bool" $value }}
  - {{ printf "--%s%s" (ternary "" "no-" $value) $flag }}
  {{- else if ne $value nil }}
  {{- $text := ternary $value (toJson $value) (kindIs "string" $value) }}
  - {{ printf "--%s=%s" $flag $text | replace "$" "$$" | quote }}
  {{- end }}
  {{- end }}
`);
  });

  it('should leave keys out, and use the others', () => {
    const text =
      '{{flags values.engine except="maxModelLen gpuMemoryUtilization enforceEager chatTemplate hfOverrides"}}\n';
    const { helm: emitted, used } = compileText(text);
    expect(emitted).toContain(`{{- range list "quantization" }}`);
    expect(used).toEqual(['engine', 'engine.quantization']);
  });

  it.each([
    [
      'a key that is not a flag',
      '  {{flags values.badEngine}}\n',
      '"enableLoRA" is not a flag of vLLM: there is no --enable-lo-r-a.',
      'Did you mean --enable-lora?',
    ],
    [
      'a key to leave out that is not there',
      '  {{flags values.engine except="maxModelLn"}}\n',
      '"values.engine" has no key "maxModelLn".',
      'Did you mean "maxModelLen"?',
    ],
    ['a value that is not an object', '  {{flags values.text}}\n', '"values.text" is not an object.'],
    ['an expression', '  {{flags (list 1)}}\n', '{{flags}} takes the path of an object.'],
    ['nothing', '  {{flags}}\n', '{{flags}} takes the path of an object, and except="…" with keys to leave out.'],
    [
      'another parameter',
      '  {{flags values.engine without="a"}}\n',
      '{{flags}} takes the path of an object, and except="…" with keys to leave out.',
    ],
  ])('should be refused for %s', (_, text, message, hint = undefined) => {
    expect(textOf(() => helm(text))).toBe(problemText(text, '1:3', message, hint));
  });
});
