import { colors as pc } from '@archon/values/colors';

/** Steps on stderr, each with the time that it took. Stdout is for the result. */
export class Progress {
  readonly #begun = performance.now();
  #step: number | undefined;

  /** A line by itself. */
  say(text: string): void {
    console.error(text);
  }

  /** Starts a step, which ends the previous one. */
  step(title: string): void {
    this.end();
    process.stderr.write(`${pc.dim('starting')} ${title} `);
    this.#step = performance.now();
  }

  /** Ends the last step: `done` when it succeeded. */
  end(done = true): void {
    if (this.#step === undefined) return;
    process.stderr.write(done ? `${pc.dim(`${secondsSince(this.#step)} s`)}\n` : '\n');
    this.#step = undefined;
  }

  /** Seconds since the start: `7.3`. */
  get seconds(): string {
    return secondsSince(this.#begun);
  }
}

const secondsSince = (start: number): string => ((performance.now() - start) / 1000).toFixed(1);
