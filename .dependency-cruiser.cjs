/** Arrows point one way: values <- sizing <- presets <- advice; sizing <- hub; generator <- charts <- cli; tools and tests use all. */
const packages = {
  values: [],
  testbed: ['values'],
  sizing: ['values'],
  hub: ['values', 'sizing'],
  engine: ['values', 'sizing', 'testbed'],
  presets: ['values', 'sizing'],
  advice: ['values', 'sizing', 'presets'],
  generator: ['values'],
  charts: ['values', 'sizing', 'presets', 'generator'],
  cli: ['values', 'sizing', 'presets', 'advice', 'generator', 'charts', 'hub'],
};

// The reader of a vLLM release runs Python and keeps what it downloads; the planner does neither.
const reader = '^packages/sizing/reader/';

// What a page can use as well. The catalog is read from the disk, and so is a checkpoint of a model.
const pages = {
  path: '^packages/((sizing|presets|advice)/src/|values/src/(problem|nearest)\\.ts)',
  pathNot: ['/testing/', '^packages/presets/src/page/', '^packages/sizing/src/(load-catalog\\.ts|model-config/)'],
};

const mayImport = ([name, allowed]) => ({
  name: `${name}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^packages/${name}/`, pathNot: [reader, '/testing/'] },
  to: { path: '^packages/', pathNot: [name, ...allowed].map((each) => `^packages/${each}/`) },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...Object.entries(packages).map(mayImport),
    { name: 'packages-import-no-tools', severity: 'error', from: { path: '^packages/' }, to: { path: '^tools/' } },
    {
      name: 'reader-imports-sizing-and-testbed',
      severity: 'error',
      from: { path: reader },
      to: { path: '^packages/', pathNot: ['^packages/sizing/', '^packages/testbed/src/process/'] },
    },
    {
      name: 'planner-imports-no-reader',
      severity: 'error',
      from: { path: '^packages/sizing/src/' },
      to: { path: [reader, '^packages/sizing/calibration/'] },
    },
    {
      name: 'pages-import-no-readers',
      comment: '@archon/values itself brings ajv, yaml and handlebars: import its types, or one of its narrow subpaths',
      severity: 'error',
      from: pages,
      to: {
        path: [
          '^node_modules/(ajv|yaml|handlebars)/',
          '^packages/values/src/(?!(problem|nearest|number-text|visible)\\.ts)',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'pages-import-no-builtins',
      severity: 'error',
      from: pages,
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'phases-import-earlier-phases',
      comment: 'compile < chart < render, assemble, check < output',
      severity: 'error',
      from: { path: '^packages/generator/src/compile/' },
      to: { path: '^packages/generator/src/(chart|output)/' },
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
