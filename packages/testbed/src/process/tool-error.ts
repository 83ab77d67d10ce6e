/** A problem of the machine or of the call (a missing program, a failed build): its message is for the user, without a stack. */
export class ToolError extends Error {
  override name = 'ToolError';
}
