export declare function bundledProgram(): Promise<string>;
export declare function bundleInto(outdir: string, addressOf: (path: string) => string): Promise<unknown>;
export declare function inlineRequired(file: string): Promise<void>;
