/** Arrows point one way: values <- sizing <- presets <- advice <- doctor, web; sizing <- hub <- web; generator <- charts <- cli; tools and tests use all. */
const packages = {
  values: [],
  testbed: ['values'],
  sizing: ['values'],
  hub: ['values', 'sizing'],
  engine: ['values', 'sizing', 'testbed'],
  presets: ['values', 'sizing'],
  advice: ['values', 'sizing', 'presets'],
  web: ['values', 'sizing', 'presets', 'advice', 'hub'],
  doctor: ['values', 'sizing', 'presets', 'advice'],
  generator: ['values'],
  charts: ['values', 'sizing', 'presets', 'generator'],
  cli: ['values', 'sizing', 'presets', 'advice', 'generator', 'charts', 'hub', 'doctor'],
};

// The reader of a vLLM release runs Python and keeps what it downloads; the planner does neither.
const reader = '^packages/sizing/reader/';

// What builds the page and tests it in a browser is not in it.
const toolsOfWeb = '^packages/web/(build|tests)/';

// What a page can use as well. The catalog is read from the disk, and so is a checkpoint; the command keeps what it read of the Hub.
const pages = {
  path: '^packages/((sizing|presets|advice|hub|web)/src/|values/src/(is-record|problem|nearest|plain-json|shell-word|value-at)\\.ts)',
  pathNot: [
    '/testing/',
    '^packages/presets/src/page/',
    '^packages/sizing/src/(load-catalog\\.ts|model-config/(read-.*|model-card)\\.ts)',
    '^packages/hub/src/(index|read-hub-model|hub-cache|hub-settings|undici-transport)\\.ts',
  ],
};

const mayImport = ([name, allowed]) => ({
  name: `${name}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^packages/${name}/`, pathNot: [reader, '/testing/', toolsOfWeb] },
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
          '^packages/values/src/(?!(is-record|problem|nearest|number-text|plain-json|shell-word|value-at|visible)\\.ts)',
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
      name: 'pages-import-no-barrels',
      comment: '@archon/sizing itself brings what reads the disk: import its narrow subpaths',
      severity: 'error',
      from: {
        path: '^packages/(presets|advice|hub|web)/src/',
        pathNot: ['/testing/', '^packages/advice/src/import/', 'compare-releases\\.ts$'],
      },
      to: { path: '^packages/sizing/src/(index|load-catalog)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'findings-read-no-cluster',
      comment: 'read < findings: what a cluster means for values is pure',
      severity: 'error',
      from: { path: '^packages/doctor/src/(?!read/)' },
      to: { path: '^(packages/doctor/src/read/|node_modules/@kubernetes/)' },
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
