import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something that a program is made of, and the folder of its sources. */
export interface LicensedModule {
  readonly title: string;
  readonly folder: string;
}

/** The licences and notices of modules, each text once. Throws where a module has none. */
export function licenceTexts(modules: readonly LicensedModule[]): string {
  const titles = new Map<string, string[]>();
  for (const { title, folder } of modules) {
    const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying|patents)/i.test(name));
    if (!files.some((name) => !/^(notice|patents)/i.test(name)))
      throw new Error(`${title} has no licence in ${folder}.`);
    for (const file of files.sort()) {
      const text = readFileSync(join(folder, file), 'utf8').trim();
      titles.set(text, [...(titles.get(text) ?? []), title]);
    }
  }
  return [...titles].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${'='.repeat(80)}\n\n`);
}
