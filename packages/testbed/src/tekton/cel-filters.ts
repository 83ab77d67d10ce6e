import { resolveTool } from '../go/go-tools.ts';
import { startLineProgram } from '../process/line-program.ts';

/** What a push is asked. */
interface Question {
  /** The filter of a CEL interceptor. */
  filter: string;
  /** The body of the webhook. */
  body: object;
}

/** Whether the push starts a run; the error of a filter that does not parse, or cannot read the body. */
interface Verdict {
  passes: boolean;
  error?: string;
}

/** The filters of EventListeners, evaluated by the library that Tekton Triggers uses. */
export interface CelFilters {
  ask(question: Question): Promise<Verdict>;
  end(): Promise<void>;
}

/** Starts the Go program of triggers/filter. It ends with `end`, or with this process. */
export const startCelFilters = (): CelFilters =>
  startLineProgram<Question, Verdict>(resolveTool('tekton-filter'), 'The program for CEL filters');
