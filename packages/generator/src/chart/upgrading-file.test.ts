import { describe, expect, it } from 'vitest';
import { testModel } from '@archon/values/testing/test-model';
import { upgradingFiles, versionValues, versionValuesText } from './upgrading-file.ts';

const properties = `
  name: { type: string, default: vllm, description: A name. }
  seed: { type: integer, examples: [0], description: A seed. }
  persistence:
    type: object
    description: A claim.
    properties:
      size: { type: string, default: 50Gi, description: Its size. }
      retain: { type: boolean, default: true, description: Whether it stays. }
`;
const model = testModel({
  root: 'renamed: { storage: persistence, storage.keep: persistence.retain }\nreplaced: { env: Write extraEnv }\n',
  features: { a: `title: A title\ndescription: What it is for.\nvalues:${properties}` },
});
const now = versionValues(model);
const before = { name: 'vllm', env: [], 'storage.size': '20Gi', 'storage.keep': true };
const steps = new Map([['0.2.0', 'Delete the Deployment.\n']]);

describe('upgradingFiles', () => {
  it('should say what a version renamed, changed, removed and added, after the steps that it asks for', () => {
    const [file] = upgradingFiles(model, '0.2.0-dev', { released: [{ version: '0.1.0', values: before }], steps });
    expect(file!.text.slice(file!.text.indexOf('## '))).toBe(`## 0.1.0 to 0.2.0-dev

Delete the Deployment.

### Renamed values

| before | now |
|---|---|
| \`storage.size\` | \`persistence.size\` |
| \`storage.keep\` | \`persistence.retain\` |

### Changed defaults

| value | in 0.1.0 | in 0.2.0-dev |
|---|---|---|
| \`persistence.size\` | \`"20Gi"\` | \`"50Gi"\` |

### Removed values

| value | instead |
|---|---|
| \`env\` | Write extraEnv |

### New values

| under | values |
|---|---|
| \`seed\` |  |
`);
  });

  it('should begin with the newest version, and say where nothing changed', () => {
    const released = [
      { version: '0.1.0', values: before },
      { version: '0.2.0', values: now },
    ];
    const [file] = upgradingFiles(model, '0.3.0-dev', { released, steps });
    expect(file!.text.match(/^## .*/gm)).toEqual(['## 0.2.0 to 0.3.0-dev', '## 0.1.0 to 0.2.0']);
    expect(file!.text).toContain('## 0.2.0 to 0.3.0-dev\n\nThe values are the same.\n');
  });

  it('should compare a version with those before it, although its own values are kept already', () => {
    const released = [
      { version: '0.1.0', values: before },
      { version: '0.2.0', values: {} },
    ];
    const [file] = upgradingFiles(model, '0.2.0', { released, steps });
    expect(file!.text.match(/^## .*/gm)).toEqual(['## 0.1.0 to 0.2.0']);
  });

  it('should not exist before the second version', () => {
    expect(upgradingFiles(model, '0.1.0', { released: [{ version: '0.1.0', values: now }], steps })).toEqual([]);
  });

  it('should keep a line for each value', () => {
    expect(versionValuesText(now)).toBe(
      '{\n  "name": "vllm",\n  "seed": null,\n  "persistence.size": "50Gi",\n  "persistence.retain": true\n}\n',
    );
  });
});
