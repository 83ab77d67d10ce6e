/** One row of the benchmark. */
export interface Figure {
  name: string;
  value: number;
  unit: 'ms' | 's' | 'x' | 'kB' | 'requests';
  /** The highest value that passes; a figure without a goal is only for information. */
  goal?: number;
  /** What the value includes, or what it is compared with. */
  remark: string;
}

/** Measures one kind of thing. */
export type Measure = (rounds: number) => Figure[];

const formats: Record<Figure['unit'], (value: number) => string> = {
  ms: (value) => `${Math.round(value)} ms`,
  s: (value) => `${Math.round(value)} s`,
  x: (value) => `${value.toFixed(2)}x`,
  kB: (value) => `${value.toFixed(1)} kB`,
  requests: (value) => `${value} requests`,
};

export const formatValue = ({ value, unit }: Figure): string => formats[unit](value);

export const formatGoal = ({ goal, unit }: Figure): string => (goal === undefined ? '' : formats[unit](goal));

/** Whether a goal is met; empty where there is none. */
export const verdict = ({ value, goal }: Figure): 'pass' | 'miss' | '' =>
  goal === undefined ? '' : value <= goal ? 'pass' : 'miss';
