/** A reason other than memory that a start fails, or may fail. */
export interface Objection {
  /** The server certainly does not start. Otherwise it may start. */
  readonly certain: boolean;
  readonly text: string;
}
