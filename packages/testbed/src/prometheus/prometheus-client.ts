import { ToolError } from '../process/tool-error.ts';

/** Labels, and the number of an instant. */
export interface Sample {
  metric: Record<string, string>;
  value: number;
}

/** Labels, and a number for each instant that has one: seconds since 1970, and the number. */
export interface Series {
  metric: Record<string, string>;
  values: [seconds: number, value: number][];
}

/** From when to when a query is evaluated, and how often: in seconds since 1970, and seconds. */
export interface Range {
  start: number;
  end: number;
  step: number;
}

/** Asks a Prometheus. `get` returns the text at a path of its API, also where Prometheus refuses a query. */
export class PrometheusClient {
  readonly #get: (path: string) => Promise<string>;

  constructor(get: (path: string) => Promise<string>) {
    this.#get = get;
  }

  /** What an instant query finds now. */
  async query(expr: string): Promise<Sample[]> {
    const found = await this.#ask<{ metric: Record<string, string>; value: [number, string] }>('query', {
      query: expr,
    });
    return found.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  }

  /** What a query finds at each step of a time; without what is not a number. */
  async queryRange(expr: string, { start, end, step }: Range): Promise<Series[]> {
    const found = await this.#ask<{ metric: Record<string, string>; values: [number, string][] }>('query_range', {
      query: expr,
      start: String(start),
      end: String(end),
      step: String(step),
    });
    return found.map(({ metric, values }) => ({
      metric,
      values: values
        .map(([seconds, value]): [number, number] => [seconds, Number(value)])
        .filter(([, value]) => Number.isFinite(value)),
    }));
  }

  async #ask<T>(kind: 'query' | 'query_range', parameters: Record<string, string>): Promise<T[]> {
    const text = await this.#get(`/api/v1/${kind}?${new URLSearchParams(parameters)}`);
    const { data, error } = JSON.parse(text) as { data?: { result: T[] }; error?: string };
    if (!data) throw new ToolError(`Prometheus refuses ${parameters.query}: ${error}`);
    return data.result;
  }
}
