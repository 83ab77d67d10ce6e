import type { Answer, Parts } from '@archon/sizing';
import { gib, tokens } from '@archon/advice/format';
import { verdictSentence, type Subject } from '@archon/advice/verdict-sentence';
import { requestGiB } from '@archon/advice/memory-segments';
import { memoryBar, swatch } from './memory-bar.ts';
import type { Style } from './style.ts';
import { suggestionText } from '@archon/advice/suggestion-text';
import { item, table, wrap } from './table.ts';

/** An answer for people: verdict, bar, table, context, reasons, assumptions, suggestions. */
export function answerLines(subject: Subject, answer: Answer, style: Style): string[] {
  const { colors } = style;
  const section = (title: string, lines: string[]): string[] =>
    lines.length === 0 ? [] : ['', colors.bold(title), ...lines];
  const dash = colors.dim('-');
  const list = (texts: readonly string[]): string[] => texts.flatMap((text) => item(dash, text, style));
  return [
    ...verdictLines(subject, answer, style),
    ...(answer.parts ? ['', ...memoryBar(answer, style), '', ...partsTable(answer, answer.parts, style)] : []),
    ...section('Context', contextLines(subject, answer, style)),
    ...section('Why', list(answer.reasons)),
    ...section('Assumptions', list(answer.assumptions)),
    ...section(
      answer.fits === true ? 'For the model’s maximum' : 'To make it fit',
      answer.suggestions.flatMap((suggestion) => [
        ...item(dash, suggestion.text, style),
        `    ${colors.cyan(suggestionText(suggestion))}`,
      ]),
    ),
  ];
}

function verdictLines(subject: Subject, answer: Answer, style: Style): string[] {
  const [label, shade] =
    answer.fits === null
      ? (['unknown', 'yellow'] as const)
      : answer.fits
        ? (['fits', 'green'] as const)
        : (['does not fit', 'red'] as const);
  const [first = '', ...more] = wrap(verdictSentence(subject, answer), style.width - label.length - 2);
  const indent = ' '.repeat(label.length + 2);
  return [`${style.colors.bold(style.colors[shade](label))}  ${first}`, ...more.map((line) => indent + line)];
}

function partsTable(answer: Answer, parts: Parts, style: Style): string[] {
  const { colors } = style;
  const rows: [keyof Parts, string, string][] = [
    ['total', '', 'the GPU'],
    ['budget', '', 'budget of vLLM'],
    ['weights', swatch('weights', style), 'weights'],
    ['nonTorch', swatch('nonTorch', style), 'CUDA, NCCL, libraries'],
    ['activation', swatch('activation', style), 'peak activation'],
    ['cudaGraphs', swatch('cudaGraphs', style), 'CUDA graphs'],
    ['kvCache', cacheSwatch(answer, style), 'KV cache'],
  ];
  const columns = [
    { title: '' },
    { title: 'GiB per GPU' },
    { title: 'likely', align: 'right' },
    { title: 'low', align: 'right' },
    { title: 'high', align: 'right' },
    { title: 'basis' },
  ] as const;
  return table(
    columns,
    rows.map(([key, mark, name]) => {
      const { likely, low, high, basis } = parts[key];
      const strong = key === 'kvCache' ? colors.bold : String;
      return [mark, strong(name), strong(gib(likely)), gib(low), gib(high), basis];
    }),
    style,
  );
}

const whose = { requested: '', own: ', the model’s maximum', longest: ', the longest that fits' };

/** One request, the rest, and what is missing. */
function cacheSwatch(answer: Answer, style: Style): string {
  const likely = answer.parts!.kvCache.likely;
  const missing = likely < (requestGiB(answer) ?? 0);
  return swatch('request', style) + swatch(missing ? 'missing' : 'cache', style);
}

function contextLines({ context }: Subject, answer: Answer, style: Style): string[] {
  const { contextTokens, maxModelLen, maxModelLenLikely, kvCacheTokens, concurrency, marginGiB } = answer;
  if (answer.parts === null) return [];
  // an encoder keeps no cache
  const cached = kvCacheTokens !== null;
  const needed = requestGiB(answer);
  const missing = (needed ?? 0) > answer.parts.kvCache.likely;
  const legend = `${swatch('request', style)} one request needs ${needed === undefined ? '?' : gib(needed)} GiB of KV cache`;
  const rest = missing ? `, ${swatch('missing', style)} is missing` : `, ${swatch('cache', style)} is left for others`;
  const rows: [string, string][] = [
    [
      'requested context',
      contextTokens === null
        ? 'unknown'
        : `${tokens(contextTokens)} tokens${whose[context]}${cached ? `: ${legend}${needed === undefined ? '' : rest}` : ''}`,
    ],
    ['max context', `${tokens(maxModelLen)} tokens by the pessimistic bound, ${tokens(maxModelLenLikely)} likely`],
    ['KV cache', cached ? `${tokens(kvCacheTokens)} tokens, likely` : 'none: an encoder keeps nothing'],
    [
      'concurrency',
      concurrency === null
        ? cached
          ? '?'
          : 'as many as a batch holds'
        : `${concurrency.toFixed(2)} concurrent requests of that context, likely`,
    ],
    ['margin', marginGiB === null ? '?' : `${gib(marginGiB)} GiB by the pessimistic bound`],
  ];
  return rows.map(([label, text]) => `  ${style.colors.dim(label.padEnd(17))} ${text}`);
}
