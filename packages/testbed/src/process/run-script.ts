import { ToolError } from './tool-error.ts';

/** Runs a script's main function: a ToolError prints its message alone and exits with 1, anything else keeps its stack. */
export async function runScript(main: () => void | Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
