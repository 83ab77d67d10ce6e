import { goMod } from './go.ts';
import { withModfile } from './modfile.ts';

/** Calls `build` with the `-modfile` in which folders of the go.mod's own folder take the place of modules. */
export function withReplacedModules(
  { replaced, folder }: { replaced: Readonly<Record<string, string>>; folder: string },
  build: (flag: string) => void,
): void {
  withModfile(folder, build, () => {
    // A go.mod may replace a module once.
    const isReplaced = (line: string): boolean =>
      Object.keys(replaced).some((module) =>
        line
          .trim()
          .replace(/^replace /, '')
          .startsWith(`${module} =>`),
      );
    const kept = goMod(folder)
      .split('\n')
      .filter((line) => !isReplaced(line));
    // Where a relative path leads does not depend on the place of this file, and no program has the path of this checkout.
    const lines = Object.entries(replaced).map(([module, path]) => `replace ${module} => ${path}\n`);
    return `${kept.join('\n')}\n${lines.join('')}`;
  });
}
