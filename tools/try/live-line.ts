import { colors as pc } from '@archon/values/colors';

/** One line of progress: rewritten in a terminal, elsewhere a new line for each change. */
export class LiveLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #begun = performance.now();
  #ended = false;
  text = '';

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  /** Shows a text, unless the line has ended. */
  show(text: string): void {
    if (this.#ended) return;
    const changed = text !== this.text;
    this.text = text;
    const room = (this.#stream.columns || 110) - 8;
    const short = text.length > room ? `${text.slice(0, room - 1)}…` : text;
    if (this.#stream.isTTY) this.#stream.write(`\r\x1b[K${this.#lead}${short}`);
    else if (changed) this.#stream.write(`${this.#lead}${short}\n`);
  }

  /** Ends with the last text, and the time that it took. */
  end(text: string): void {
    this.#ended = true;
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[K');
    this.#stream.write(`${this.#lead}${text}\n`);
  }

  /** `  12 s  `: the time since the start. */
  get #lead(): string {
    const seconds = ((performance.now() - this.#begun) / 1000).toFixed(0);
    return `${pc.dim(`${seconds.padStart(4)} s`)}  `;
  }
}
