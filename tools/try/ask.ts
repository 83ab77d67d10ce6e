import OpenAI from 'openai';

/** How an answer came. */
export interface AnswerFigures {
  /** Until the first piece of it. */
  firstTokenSeconds: number;
  tokensPerSecond: number;
}

/** Asks a server of the OpenAI API for its model, then a question, and hands over the answer piece by piece. */
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
