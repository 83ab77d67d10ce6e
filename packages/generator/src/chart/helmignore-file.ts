import { bannerText, type GeneratedFile } from '../generated-file.ts';

/** .helmignore: tests and scenarios are for the repository, not for the package. */
export const helmignoreFile = (): GeneratedFile => ({
  path: '.helmignore',
  text: `# ${bannerText('packages/generator/src/chart/helmignore-file.ts')}\n${['ci/', 'tests/', '.git/', '.DS_Store', '*.tgz', '*.swp', '*~'].join('\n')}\n`,
});
