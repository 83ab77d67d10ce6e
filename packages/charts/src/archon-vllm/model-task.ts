/** Flags that decide the task, as a value of the engine or in its extra arguments. */
const decisive = ['task', 'convert', 'runner'] as const;

const tasks: Record<string, Task | undefined> = {
  generate: 'chat',
  embed: 'embed',
  embedding: 'embed',
  score: 'score',
  classify: 'score',
};

export type Task = 'chat' | 'embed' | 'score';

/**
 * What clients ask a model for. vLLM finds it in the model's files; without them, its flags and then its name tell.
 * functions/model-task.tpl is the same in Helm.
 */
export function modelTask(engine: Readonly<Record<string, unknown>>, model: string): Task {
  const args = ((engine.extraArgs as string[] | null | undefined) ?? []).map(String);
  const words = decisive.map(
    (name) => engine[name] ?? args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3),
  );
  const told = words.map((word) => tasks[String(word)]).find((task) => task !== undefined);
  if (told) return told;
  const name = model.toLowerCase();
  if (/rerank|cross-encoder/.test(name)) return 'score';
  return words.includes('pooling') || /embed|(^|[/-])(bge|e5|gte)-/.test(name) ? 'embed' : 'chat';
}
