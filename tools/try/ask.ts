import OpenAI from 'openai';

/** The times of an answer. */
export interface AnswerFigures {
  /** From the question to the first token. */
  firstTokenSeconds: number;
  tokensPerSecond: number;
}

/** Asks an OpenAI-compatible server for its model, sends a question, and passes on the answer as it streams. */
export async function ask(
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
