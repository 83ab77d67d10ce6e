/** The first sentence of a Kubernetes description, as plain text that ends with a period. */
export function firstSentence(description: string): string {
  const text = withoutLabel(firstParagraph(description)).replace(/\s*\bMore info: .*/, '');
  const sentence = /^.+?(?<!\b(?:e\.g|i\.e|vs))[.!?](?=\s+[^a-z\s]|$)/.exec(text)?.[0] ?? text;
  return ended(quotePlaceholders(sentence));
}

function firstParagraph(description: string): string {
  const [paragraph = ''] = description.trim().split(/\n\s*\n/);
  return paragraph.replaceAll(/\s+/g, ' ');
}

// "Required. A list of …", "defaultMode is optional: mode bits …": `required` already says it.
function withoutLabel(text: string): string {
  const rest = text.replace(/^(?:\w+ (?:is )?)?\(?(?:optional|required)[.:)] */i, '');
  return rest === text ? text : rest.charAt(0).toUpperCase() + rest.slice(1);
}

// Markdown reads <key> as a tag and hides it; text in backticks is left unchanged.
function quotePlaceholders(text: string): string {
  return text.replaceAll(/`[^`]*`|<([\w, -]+)>/g, (found, name?: string) => (name ? `\`${name}\`` : found));
}

function ended(text: string): string {
  const bare = text.trim().replace(/[:;,]$/, '');
  return /[.!?]$/.test(bare) ? bare : `${bare}.`;
}
