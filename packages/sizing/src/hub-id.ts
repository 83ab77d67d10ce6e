/** `org/name` or a name alone: each part of letters, digits, `-`, `_` and `.`, as the Hub accepts them; no name of a file. */
export function isHubId(text: string): boolean {
  return (
    /^([\w][\w.-]{0,95}\/)?[\w][\w.-]{0,95}$/.test(text) &&
    !/--|\.\.|\.git$|[-.]$|\.(json|yaml|yml|gguf|safetensors|bin)$/.test(text)
  );
}
