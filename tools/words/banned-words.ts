/**
 * The words that docs/style.md bans. A pattern matches whole words, in any case; a space in it matches any white space.
 * Each has what to write instead.
 */
export const bannedWords: readonly (readonly [pattern: string, instead: string])[] = [
  ['(?<!model |report )cards?', 'GPU'],
  ['(is|are|was|were) no(?! longer| more| less| fewer| later| earlier| larger| smaller)(?<!there \\w+ no)', 'is not a'],
  ['whoever|whosoever', 'anyone who'],
  ['beside', 'next to, with'],
  ['stands?|standing|stood', 'is, are'],
  ['mend(s|ed|ing)?|cure[sd]?|heal(s|ed|ing)?', 'fix'],
  ['vouch(es|ed)?', 'checked by the planner'],
  ["(user|system|planner|vLLM)'s words?|take the word", "the user's value, what vLLM calls it"],
  ['facts', 'computed values, what is known'],
  ['at once', 'concurrency, together, immediately'],
  ['not known', 'unknown'],
  ['eras?', 'version behaviour'],
  ['situations?', 'plan context'],
  ['doubts?', 'uncertainty'],
  ['outlooks?', 'quick check'],
  ['judge[sd]?|judging|judge?ments?|assess(es|ed|ment|ments)?', 'evaluate, evaluation'],
  ['wish(es|ed)?', 'request'],
  ['spellings?', 'alias'],
  ['laws?', 'property'],
  ['mistakes', 'mutations, errors'],
  ['announc(es?|ed|ing|ements?)', 'print the plan, say'],
  ['convers(es?|ed|ing)', 'chat'],
  ['equip(s|ped|ping)?', 'prepare'],
  ['demand(s|ed|ing)?', 'require'],
  ['to the letter', 'exactly'],
  ["(one|nobody|somebody|everyone)'s own", 'your own'],
  ['\\d{4,} tokens', 'a comma in the thousands: 32,768 tokens'],
];

/** A text that may hold a banned word in one file, because it is quoted from somewhere else. One that is not found is an error. */
export interface Exception {
  file: string;
  /** Everything from this text to the end of the file (`from`), or just this text wherever it occurs (`text`). */
  from?: string;
  text?: string;
  why: string;
}

export const exceptions: readonly Exception[] = [
  { file: 'docs/style.md', text: '"X is not a Y", not "X is no Y". "Anyone who", not "whoever".', why: 'an example' },
  { file: 'docs/style.md', text: 'does not heal', why: 'an example' },
  { file: 'docs/style.md', from: '## Examples', why: 'examples and the table of banned words' },
  { file: 'CHANGELOG.md', text: '(`facts` before)', why: 'an old key of --json' },
  { file: 'CHANGELOG.md', text: '(`cards` before)', why: 'an old key of --json' },
  { file: 'CHANGELOG.md', from: '## 0.2.0', why: 'entries of releases that are out' },
  { file: 'packages/charts/src/archon-gitops/fleet.ts', text: 'selfHeal', why: 'a field of an Application' },
  { file: 'packages/hub/src/download.ts', text: 'cardData', why: 'a key of the API of the Hub' },
  { file: 'tools/words/banned-words.ts', from: 'export const bannedWords', why: 'the list' },
  { file: 'tools/words/find-words.test.ts', from: 'describe(', why: 'cases of the check' },
];
