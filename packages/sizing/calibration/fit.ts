/**
 * Fits the planner on the published start-ups, and evaluates it on those that each fit has not seen.
 *
 *   npx tsx packages/sizing/calibration/fit.ts            prints the tables, writes what is generated
 *   npx tsx packages/sizing/calibration/fit.ts --check    tells whether it is current
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crossValidate, fitAll, type Prediction } from './cross-validate.ts';
import { coefficientTable, predictionCsv, scoreTable, verdictTable } from './report.ts';
import { evaluated, freshTable } from './fresh.ts';
import { scatterSvg } from './scatter.ts';
import { startUps } from './start-ups.ts';
import type { Coefficients } from '../src/plan/coefficients.ts';

const at = (path: string) => new URL(path, import.meta.url);
const DOC = at('../../../docs/02-planner.md');

/** The generated files, by path. */
export function generated(): Map<string, string> {
  const coefficients = fitAll(startUps);
  const predictions = crossValidate(startUps);
  return new Map([
    [fileURLToPath(at('../src/plan/coefficients.gen.ts')), coefficientsFile(coefficients)],
    [fileURLToPath(at('predictions.gen.csv')), predictionCsv(predictions)],
    [fileURLToPath(at('../../../docs/planner-scatter.svg')), scatterSvg(predictions)],
    [fileURLToPath(DOC), withTables(readFileSync(DOC, 'utf8'), coefficients, predictions)],
  ]);
}

function coefficientsFile(coefficients: Coefficients): string {
  return [
    '// Written by packages/sizing/calibration/fit.ts from the published start-ups: do not edit.',
    "import type { Coefficients } from './coefficients.ts';",
    '',
    `export const coefficients: Coefficients = ${JSON.stringify(coefficients, null, 2)};`,
    '',
  ].join('\n');
}

function withTables(doc: string, coefficients: Coefficients, predictions: readonly Prediction[]): string {
  const tables: Record<string, string[]> = {
    scores: scoreTable(predictions),
    verdicts: verdictTable(predictions),
    coefficients: coefficientTable(coefficients),
    'fresh-then': freshTable(evaluated('then')),
    'fresh-now': freshTable(evaluated('now', coefficients)),
  };
  return Object.entries(tables).reduce((text, [name, lines]) => {
    const marked = new RegExp(
      `(<!-- ${name}: [^>]*-->\\n<!-- prettier-ignore-start -->\\n)[^]*?(<!-- prettier-ignore-end -->\\n<!-- /${name} -->)`,
    );
    if (!marked.test(text)) throw new Error(`docs/02-planner.md has no place for ${name}`);
    return text.replace(marked, (_, open: string, close: string) => `${open}\n${lines.join('\n')}\n\n${close}`);
  }, doc);
}

function main(check: boolean): void {
  const files = generated();
  const stale = [...files].filter(([path, text]) => read(path) !== text);
  if (check) {
    for (const [path] of stale) console.error(`${path} is not current: npx tsx packages/sizing/calibration/fit.ts`);
    process.exitCode = stale.length > 0 ? 1 : 0;
    return;
  }
  for (const [path, text] of stale) writeFileSync(path, text);
  const predictions = crossValidate(startUps);
  console.log([...scoreTable(predictions), '', ...verdictTable(predictions)].join('\n'));
  for (const [path] of stale) console.log(`wrote ${path}`);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.includes('--check'));
