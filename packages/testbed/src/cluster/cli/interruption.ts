import { constants } from 'node:os';
import { ToolError } from '../../process/tool-error.ts';

/** The user, or the system, stops the command. */
export class Interrupted extends ToolError {
  readonly exitCode: number;

  constructor(signal: keyof typeof constants.signals, what: string) {
    super(`Interrupted by ${signal}: ${what}.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

const listenedTo = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborts once, by Ctrl-C or a signal; later ones are ignored, so that cleaning up can finish. */
export function listenForInterruption(what: string): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => controller.abort(new Interrupted(signal, what));
  for (const each of listenedTo) process.on(each, onSignal);
  return {
    signal: controller.signal,
    stop: () => listenedTo.forEach((each) => process.off(each, onSignal)),
  };
}
