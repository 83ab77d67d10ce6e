import OpenAI from 'openai';
import { colors as pc } from '@archon/values/colors';

/** The times of an answer. */
interface AnswerFigures {
  /** From the question to the first token. */
  firstTokenSeconds: number;
  tokensPerSecond: number;
}

/** Asks an OpenAI-compatible server for its model, sends a question, and passes on the answer as it streams. */
async function ask(
  baseURL: string,
  question: string,
  onText: (text: string) => void,
  signal?: AbortSignal,
): Promise<AnswerFigures> {
  const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
  const options = { signal: signal ?? null };
  const [served] = (await client.models.list(options)).data;
  const begun = performance.now();
  const stream = await client.chat.completions.create(
    {
      model: served!.id,
      messages: [{ role: 'user', content: question }],
      max_tokens: 120,
      temperature: 0,
      stream: true,
      stream_options: { include_usage: true },
    },
    options,
  );
  let first: number | undefined;
  let tokens = 0;
  for await (const { choices, usage } of stream) {
    const text = choices[0]?.delta.content;
    if (text) {
      first ??= performance.now();
      onText(text);
    }
    tokens = usage?.completion_tokens ?? tokens;
  }
  const answered = first ?? performance.now();
  return {
    firstTokenSeconds: (answered - begun) / 1000,
    tokensPerSecond: tokens / Math.max((performance.now() - answered) / 1000, 0.001),
  };
}

const question = 'What is Kubernetes? Answer in one sentence.';

/** Asks one question, and prints the answer as it streams. */
export async function chat(baseURL: string, signal: AbortSignal): Promise<void> {
  console.log(`\n${pc.bold('You')}    ${question}`);
  process.stdout.write(`${pc.bold('Archon')} `);
  const figures = await ask(baseURL, question, (text) => process.stdout.write(text), signal);
  const first = `first token after ${figures.firstTokenSeconds.toFixed(1)} s`;
  console.log(`\n       ${pc.dim(`${first}, then ${figures.tokensPerSecond.toFixed(0)} tokens a second`)}`);
}
