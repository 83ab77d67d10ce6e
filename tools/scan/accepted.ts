import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { ToolError } from '@archon/testbed/tool-error';
import { type ScannerName, scannerNames } from '@archon/testbed/finding';
import { type ScenarioName, scenarioNames } from './scan-scenarios.ts';

/** A finding that we accept, with the reason. */
export interface AcceptedFinding {
  title: string;
  /** The checks that report it, by scanner. */
  reports: Partial<Record<ScannerName, string[]>>;
  /** The objects (`Kind/name`) on which they report it, by scenario. */
  on: Partial<Record<ScenarioName, string[]>>;
  reason: string;
  /** Values that remove it. */
  passesWith?: Record<string, unknown>;
}

const file = 'tools/scan/accepted.yaml';

/** Reads accepted.yaml. An unknown or missing key is an error. */
export function readAccepted(
  text = readFileSync(join(import.meta.dirname, 'accepted.yaml'), 'utf8'),
): AcceptedFinding[] {
  const entries = parse(text) as unknown;
  const validate = new Ajv({ allErrors: true }).compile(schema);
  if (!validate(entries)) {
    const problems = validate.errors?.map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
    throw new ToolError(`${file} is not a list of accepted findings:\n${problems?.join('\n')}`);
  }
  return entries as AcceptedFinding[];
}

const names = { type: 'array', minItems: 1, items: { type: 'string' } };
const schema = {
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['title', 'reports', 'on', 'reason'],
    properties: {
      title: { type: 'string', pattern: '[^.]$' },
      reports: mapOf(scannerNames),
      on: mapOf(scenarioNames),
      reason: { type: 'string', pattern: '\\.$' },
      passesWith: { type: 'object', minProperties: 1 },
    },
  },
};

function mapOf(keys: readonly string[]): object {
  const properties = Object.fromEntries(keys.map((key) => [key, names]));
  return { type: 'object', minProperties: 1, additionalProperties: false, properties };
}
