import { model } from './node-release.ts';

/** How a stream went. */
interface Streamed {
  /** Pieces that came. */
  pieces: number;
  finishReason: string | undefined;
  /** Whether it was told to be over: `data: [DONE]`. */
  done: boolean;
  /** Why its connection broke; undefined when it did not. */
  broken: string | undefined;
  /** From its first piece to its end. */
  seconds: number;
}

/** A stream that runs. */
export interface RunningStream {
  ended: Promise<Streamed>;
  /** Pieces that came so far. */
  pieces(): number;
}

/**
 * Opens a completion of that many tokens; resolves when its first piece is here. Not by the client of OpenAI: that does
 * not tell a stream that was told to be over from one that just ends.
 */
export async function openStream(url: string, maxTokens: number, key = 'none'): Promise<RunningStream> {
  const body = { model, prompt: 'Once', max_tokens: maxTokens, ignore_eos: true, stream: true };
  const response = await fetch(`${url}/v1/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const streamed: Streamed = { pieces: 0, finishReason: undefined, done: false, broken: undefined, seconds: 0 };
  const events = eventsIn(response.body!);
  const first = await events.next();
  const begun = performance.now();
  const take = (data: string) => {
    if (data === '[DONE]') return void (streamed.done = true);
    streamed.pieces += 1;
    streamed.finishReason = JSON.parse(data).choices[0]?.finish_reason ?? streamed.finishReason;
  };
  const readOn = async () => {
    try {
      if (!first.done) take(first.value);
      for await (const data of events) take(data);
    } catch (error) {
      streamed.broken = String((error as Error).cause ?? error);
    }
    return { ...streamed, seconds: (performance.now() - begun) / 1000 };
  };
  return { ended: readOn(), pieces: () => streamed.pieces };
}

/** The data of each server-sent event. */
async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + chunk).split('\n\n');
    rest = events.pop()!;
    for (const event of events) yield event.replace(/^data: /, '');
  }
}

/** How many tokens keep the server busy for about that many seconds, as far as the context of 8192 goes. */
export async function tokensFor(url: string, seconds: number, key = 'none'): Promise<number> {
  const measure = async () => (await (await openStream(url, 400, key)).ended).seconds;
  await measure(); // the first tokens of a server take three times as long
  return Math.min(Math.round((400 / (await measure())) * seconds), 8000);
}
