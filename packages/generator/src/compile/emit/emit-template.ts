import { mayNeedQuotes, type AnalyzedLine, type AnalyzedTemplate, type Node, type Value } from '../analyze/analyzed.ts';
import { emitInText, emitPrintf, emitScalar } from './scalar.ts';
import { wrapAction } from './wrap-action.ts';

/** Prints an analyzed template as Helm: each line from itself alone. */
export const emitTemplate = ({ lines }: Pick<AnalyzedTemplate, 'lines'>): string => lines.map(emitLine).join('\n');

function emitLine(line: AnalyzedLine): string {
  switch (line.kind) {
    case 'lone':
      return emitLone(line.indent, line.node) + line.tail;
    case 'scalar':
      return line.head + emitScalarParts(line.parts) + line.rest.map(emitInline).join('');
    case 'inline':
      return line.nodes.map(emitInline).join('');
  }
}

/** A tag that has a line for itself takes the line break before it away. */
function emitLone(indent: string, node: Node): string {
  switch (node.kind) {
    case 'action':
      return wrapAction(`{{- ${node.go} }}`, indent);
    case 'comment':
      return `${indent}{{- /* ${node.text} */}}`;
    case 'include':
      return node.mayBeEmpty ? emitIfAny(node.go, indent) : emitBlock(node.go, indent);
    case 'value':
      return emitBlock(`toYaml ${node.go}`, indent);
    case 'lines':
      return node.lines.map((line) => wrapAction(line, indent)).join('\n');
    case 'raw':
      // A raw block that begins on a line of its own brings the indentation of its lines along.
      return (node.text.startsWith('\n') ? '' : indent) + node.text.replace(/^[ \t]*\n/, '').replace(/\n[ \t]*$/, '');
    case 'text':
      return indent + node.text;
  }
}

/** YAML of several lines, at a column; at the left edge nothing needs to be indented. */
const emitBlock = (go: string, indent: string): string =>
  indent === '' ? wrapAction(`{{ ${go} }}`) : wrapAction(`{{- ${go} | nindent ${indent.length} }}`, indent);

/** The same for what may be empty, and then leaves no line. */
const emitIfAny = (go: string, indent: string): string =>
  [`{{- with ${go} | trim }}`, `{{- . | nindent ${indent.length} }}`, '{{- end }}']
    .map((line) => indent + line)
    .join('\n');

/** Text stands around it on the line. */
const inlineWidth = 80;

function emitInline(node: Node): string {
  switch (node.kind) {
    case 'text':
    case 'raw':
      return node.text;
    case 'action':
      return `{{ ${node.go} }}`;
    case 'comment':
      return `{{ /* ${node.text} */}}`;
    case 'include':
      return wrapAction(node.quoted ? `{{ ${node.go} | quote }}` : `{{ ${node.go} }}`, '', inlineWidth);
    case 'lines':
      return node.lines.join('\n');
    case 'value':
      return emitInText(node);
  }
}

/** Values go out in place where nothing needs quotes, or where all of it is one value; else by printf and quote. */
function emitScalarParts(parts: (string | Value)[]): string {
  const [first, ...rest] = parts;
  if (typeof first !== 'string' && rest.every((part) => typeof part === 'string' && part.trim() === ''))
    return emitScalar(first!) + rest.join('');
  const needsQuotes = parts.some((part) => typeof part !== 'string' && mayNeedQuotes(part));
  if (typeof first !== 'string' || needsQuotes) return emitPrintf(parts);
  return parts.map((part) => (typeof part === 'string' ? part : `{{ ${part.go} }}`)).join('');
}
