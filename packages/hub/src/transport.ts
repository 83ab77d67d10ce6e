/** The begin of an answer; its body comes when it is read. */
export interface HubAnswer {
  readonly status: number;
  header(name: string): string | null;
  readonly body: AsyncIterable<Uint8Array>;
  /** Closes the connection: what was not read is not taken. */
  discard(): void;
}

/** What asks the network: undici for the command, fetch for a page. */
export interface Transport {
  /** Begins a request. A redirect is an answer, unless the transport follows it itself. */
  begin(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HubAnswer>;
  close(): Promise<void>;
}
