import { analyzeTemplate, type Mode } from './analyze/analyze-template.ts';
import type { PassedValue } from './analyze/analyzed.ts';
import type { Scope } from './analyze/scope.ts';
import { emitTemplate } from './emit/emit-template.ts';
import { parseTemplate } from './parse/parse-template.ts';
import type { Line } from './parse/template.ts';

/** Helm text, the paths of `values` and of parameters that it uses, and those that it passes to partials. */
export interface Compiled {
  text: string;
  used: string[];
  passed: PassedValue[];
}

/** Compiles a Handlebars template to Helm: parse, analyze, emit. Throws ArchonError with the place. */
export const compileTemplate = (file: string, text: string, scope: Scope, mode: Mode): Compiled =>
  compileLines(parseTemplate(file, text), scope, mode);

/** The same for lines that are parsed already. */
export function compileLines(lines: Line[], scope: Scope, mode: Mode): Compiled {
  const analyzed = analyzeTemplate(lines, scope, mode);
  return { text: emitTemplate(analyzed), used: analyzed.used, passed: analyzed.passed };
}
