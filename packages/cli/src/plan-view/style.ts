import pc from 'picocolors';
import { colors } from '@archon/values/colors';

/** How to print lines. */
export interface Style {
  /** Colours of picocolors; without them every part has its own glyph. */
  readonly colors: Pick<typeof pc, 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'gray'>;
  /** Unicode blocks, or ASCII. */
  readonly unicode: boolean;
  /** Columns to fill. */
  readonly width: number;
}

/** What the terminal can show: colours, ASCII for other encodings and dumb terminals. */
export function terminalStyle(stream: { columns?: number }, env: NodeJS.ProcessEnv): Style {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'UTF-8';
  const unicode = /utf-?8/i.test(locale) && env['TERM'] !== 'dumb' && env['TERM'] !== 'linux';
  return { colors, unicode, width: Math.min(120, Math.max(40, stream.columns ?? 100)) };
}

/** No colours, 80 columns. */
export const plainStyle: Style = { colors: pc.createColors(false), unicode: true, width: 80 };
