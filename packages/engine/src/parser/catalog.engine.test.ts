import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFlags } from '@archon/sizing/reader/catalog-files';
import { flagDifferences } from '@archon/sizing/reader/merge-flags';
import type { SourceFlag } from '@archon/sizing/reader/source-facts';
import { engineVersion } from '../install-engine.ts';
import { type EngineParser, type RealFlag, startParser } from './start-parser.ts';

const version = engineVersion();

/** More differences where the catalog is right, in addition to those of packages/sizing/reader/explained.ts. */
const explained: Record<string, string> = {
  '--mm-processor-device choices':
    'auto, cpu, and the name of the platform’s accelerator: this build has none, the image has cuda',
};

describe(`The catalog’s flags of vLLM ${version}`, () => {
  let parser: EngineParser;
  let flags: RealFlag[];
  beforeAll(async () => {
    parser = startParser();
    flags = await parser.flags();
  });
  afterAll(() => parser.end());

  /** Everything except types and defaults: argparse has functions, and None where vLLM decides later. */
  const differences = () =>
    flagDifferences(version, readFlags(), flags.map(asSource)).filter(({ place }) => !/ (type|default)$/.test(place));

  it('should be those that the parser has, with its --no- forms, aliases and choices', () => {
    expect(flags.length).toBeGreaterThan(300);
    const unexplained = differences().filter(({ place, reason }) => !reason && !(place in explained));
    expect(unexplained).toEqual([]);
  });

  it('should differ where an explanation says so', () => {
    const places = differences().map(({ place }) => place);
    expect(Object.keys(explained).filter((place) => !places.includes(place))).toEqual([]);
  });
});

const actions: Record<string, string> = {
  _StoreTrueAction: 'store_true',
  _StoreFalseAction: 'store_false',
  _AppendAction: 'append',
};

/** An action of the running parser, in the format of packages/sizing/reader. */
const asSource = ({ names, kind, nargs, choices, dest }: RealFlag): SourceFlag => ({
  flags: names.length > 0 ? names : [dest],
  action: actions[kind] ?? kind,
  ...(nargs !== null && nargs !== 0 && { nargs }),
  ...(choices && { choices }),
});
