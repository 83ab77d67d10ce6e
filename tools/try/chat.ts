import { colors as pc } from '@archon/values/colors';
import { ask } from './ask.ts';

const question = 'What is Kubernetes? Answer in one sentence.';

/** Asks one question, and prints the answer as it streams. */
export async function chat(baseURL: string, signal: AbortSignal): Promise<void> {
  console.log(`\n${pc.bold('You')}    ${question}`);
  process.stdout.write(`${pc.bold('Archon')} `);
  const figures = await ask(baseURL, question, (text) => process.stdout.write(text), signal);
  const first = `first token after ${figures.firstTokenSeconds.toFixed(1)} s`;
  console.log(`\n       ${pc.dim(`${first}, then ${figures.tokensPerSecond.toFixed(0)} tokens a second`)}`);
}
