/** Arrows point one way: values <- sizing <- presets <- generator; tools hold no product logic. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^packages/', pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('values-imports-no-package', '^packages/values/', []),
    only('sizing-imports-values', '^packages/sizing/', ['^packages/values/']),
    only('presets-import-sizing', '^packages/presets/', ['^packages/values/', '^packages/sizing/']),
    { name: 'packages-import-no-tools', severity: 'error', from: { path: '^packages/' }, to: { path: '^tools/' } },
    {
      name: 'phases-import-earlier-phases',
      comment: 'compile < chart < render, assemble, check < output < cli',
      severity: 'error',
      from: { path: '^packages/generator/src/compile/' },
      to: { path: '^packages/generator/src/(chart|output|cli)/' },
    },
    {
      name: 'only-cli-knows-cli',
      severity: 'error',
      from: { path: '^packages/generator/src/', pathNot: '^packages/generator/src/cli/' },
      to: { path: '^packages/generator/src/cli/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
