/** A state of the page: how to get there, and what it must say. */
export interface State {
  readonly name: string;
  readonly fragment: string;
  /** The verdict, or the title of a list. */
  readonly title: string;
  readonly sign?: string;
  readonly figure: RegExp;
  /** It has files to take. */
  readonly files: boolean;
}

const coder = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';

/** Every state that a person can see. */
export const states: readonly State[] = [
  { name: 'empty', fragment: '', title: 'Will it fit?', figure: /GiB to spare on/, files: false },
  { name: 'gpu only', fragment: 'gpu=rtx-4070', title: 'Models on RTX 4070', figure: /\d+ of \d+ fit/, files: false },
  {
    name: 'model only',
    fragment: 'model=openai/gpt-oss-120b',
    title: 'GPUs for gpt-oss-120b',
    figure: /\d+ of \d+ hold it/,
    files: false,
  },
  {
    name: 'fits',
    fragment: `gpu=rtx-4060-ti-16gb&model=${coder}&ctx=8192`,
    title: 'Fits',
    sign: '✓',
    figure: /^\d+\.\d\d GiB to spare at the least$/,
    files: true,
  },
  {
    name: 'too many users',
    fragment: `gpu=rtx-4060-ti-16gb&model=${coder}&ctx=8192&users=12`,
    title: 'Starts, but not for 12 users',
    sign: '!',
    figure: /^holds \d+\.\d\d of 12 whole requests$/,
    files: false,
  },
  {
    name: 'does not fit',
    fragment: `gpu=rtx-4070&model=${coder}&ctx=8192`,
    title: 'Does not fit',
    sign: '✕',
    figure: /^\d+\.\d\d GiB missing$/,
    files: false,
  },
  {
    name: 'not certain',
    fragment: 'gpu=rtx-2080-ti&model=Qwen/Qwen3-Embedding-4B&ctx=8192',
    title: 'Not certain',
    sign: '?',
    figure: /^between −\d+\.\d\d and \+\d+\.\d\d GiB to spare$/,
    files: false,
  },
  {
    name: 'unknown',
    fragment: 'gpu=jetson-agx-orin&model=Qwen/Qwen3-8B',
    title: 'Unknown',
    sign: '…',
    figure: /^the memory is not counted$/,
    files: false,
  },
  {
    name: 'old link',
    fragment: 'gpu=rtx-5070-tj&modl=x&ctx=8192',
    title: 'Will it fit?',
    figure: /Did you mean rtx-5070-ti/,
    files: false,
  },
];
