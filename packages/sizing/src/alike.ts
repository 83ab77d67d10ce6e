/**
 * The name that a misspelt one most likely meant: the one with the fewest letters that the other does not have, in
 * whatever order, as the named template `alike` finds it too. Undefined where more than a quarter of the letters differ.
 */
export function alike(name: string, known: readonly string[]): string | undefined {
  const wanted = lettersOf(name);
  let nearest: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const letters = lettersOf(candidate);
    const rest = [...letters];
    for (const letter of wanted) {
      const at = rest.indexOf(letter);
      if (at >= 0) rest.splice(at, 1);
    }
    const differing = wanted.length - letters.length + 2 * rest.length;
    if (differing < least && 4 * differing <= wanted.length + letters.length) {
      least = differing;
      nearest = candidate;
    }
  }
  return nearest;
}

const lettersOf = (name: string): string[] => [...name.toLowerCase().replaceAll(/[_-]/g, '')];
