import { counted, subjects, type Finding, type RbacRule, type Severity } from '@archon/doctor/finding';
import type { Style } from './plan-view/style.ts';
import { wrap } from './plan-view/table.ts';

/** What `archon doctor` prints of one cluster. */
export interface DoctorReport {
  readonly chart: string;
  readonly version: string;
  readonly address: string;
  readonly context: string;
  readonly namespace: string;
  readonly findings: readonly Finding[];
}

const indent = ' '.repeat(4);

/** The findings under the subject that they are about, and how many are bad. */
export function doctorLines(
  { chart, version, address, context, namespace, findings }: DoctorReport,
  style: Style,
): string[] {
  const { colors } = style;
  const where = `${context}, namespace ${namespace}`;
  const lines = [`${colors.bold(chart)} on ${where}  ${colors.dim(`${address}, Kubernetes ${version}`)}`];
  let open: Finding['subject'] | undefined;
  for (const finding of findings) {
    if (finding.subject !== open) lines.push('', colors.bold(subjects[finding.subject]));
    open = finding.subject;
    lines.push(...findingLines(finding, style));
  }
  return [...lines, '', verdict(findings, style)];
}

function findingLines({ severity, seen, means, set = {}, do: todo, rule, path }: Finding, style: Style): string[] {
  const { colors } = style;
  const text = (sentence: string): string[] => wrap(sentence, style.width - indent.length).map((line) => indent + line);
  const [first = '', ...rest] = text(severity === 'info' || path === undefined ? seen : `${path}: ${seen}`);
  const settings = Object.entries(set).map(([key, value]) => `${indent}${colors.cyan(`Set ${key}: ${shown(value)}`)}`);
  return [
    `  ${mark(severity, style)} ${first.trimStart()}`,
    ...rest,
    ...(means === undefined ? [] : text(means)),
    ...settings,
    ...(todo === undefined ? [] : text(todo)),
    ...(rule ? ruleLines(rule) : []),
  ];
}

function mark(severity: Severity, { colors, unicode }: Style): string {
  if (severity === 'error') return colors.red(unicode ? '✗' : 'x');
  if (severity === 'warning') return colors.yellow('!');
  return colors.dim(unicode ? '·' : '-');
}

/** A value as YAML takes it. */
const shown = (value: unknown): string =>
  typeof value === 'string' && value !== '' && !/^[\d.]+$|[:#"{}[\]]/.test(value) ? value : JSON.stringify(value);

function ruleLines({ role, apiGroups, resources, resourceNames, verbs }: RbacRule): string[] {
  const list = (names: readonly string[]): string => `[${names.map((name) => name || '""').join(', ')}]`;
  return [
    `Add to a ${role}:`,
    `  - apiGroups: ${list(apiGroups)}`,
    `    resources: ${list(resources)}`,
    ...(resourceNames ? [`    resourceNames: ${list(resourceNames)}`] : []),
    `    verbs: ${list(verbs)}`,
  ].map((line) => indent + line);
}

function verdict(findings: readonly Finding[], { colors }: Style): string {
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (errors > 0) {
    const more = warnings > 0 ? `, ${counted(warnings, 'warning')}` : '';
    return colors.bold(colors.red(`${counted(errors, 'error')}${more}: the release cannot start.`));
  }
  if (warnings > 0)
    return colors.bold(colors.yellow(`Nothing keeps the release from starting; ${counted(warnings, 'warning')}.`));
  return colors.bold(colors.green('Nothing that was seen keeps the release from starting.'));
}
