/** Values of every kind, which the expressions below name. */
export const caseValues = {
  zero: 0,
  one: 1,
  seven: 7,
  minus: -3,
  big: 1048576,
  bigger: 34359738368,
  half: 0.5,
  float: 1.5,
  whole: 2,
  text: 'hello',
  digits: '10',
  dollars: 'a $(B) $$(C) $D',
  blank: '',
  sure: true,
  never: false,
  list: ['b', 'a', 'b', 'c', 'c'],
  single: ['a'],
  none: [],
  map: { b: 1, a: 2 },
  more: { a: 2, b: '1' },
  less: { a: '1', b: 1 },
  nothing: {},
  options: { maxModelLen: 8192 },
  eightShards: { tensorParallelSize: 8 },
  fourShards: { tensorParallelSize: 4, extraArgs: ['--seed=1'] },
  fourWhole: { tensorParallelSize: 4, extraArgs: ['--enable-expert-parallel'] },
  named: [{ name: 'x' }, { name: 'y' }, { name: 'x' }],
  halfNamed: [{ name: 'x' }, { name: null }, {}, { name: 0 }],
  variables: [{ name: 'a', value: 'x' }, { name: 'b' }],
  hosts: [
    { host: 'h' },
    {
      paths: [
        { path: '/llm/v1/', pathType: 'Exact' },
        { path: '/metrics', pathType: 'Exact' },
      ],
    },
  ],
  containers: [{ name: 'x', volumeMounts: [{ name: 'a' }, { name: 'b' }] }, { name: 'y' }],
  sidecars: [{ env: [{ name: 'a', value: 'x' }, { name: 'b' }] }, { env: [{ name: 'a', value: 'y' }] }],
  asked: { cpu: 1, 'a.b/c': 1, 'ephemeral-storage': '2Gi', gpu: 1, memory: null },
  most: { cpu: 1, 'ephemeral-storage': '2Gi' },
  enough: { 'a.b/c': '1', 'ephemeral-storage': '1Gi' },
  certificates: [{ hosts: ['h', 'b.example.org', '*.example.net'] }],
  sites: [{ host: '*.example.org' }, { host: 'a.example.net', allowAnonymous: true }, { host: 'example.net' }],
  routes: [{ paths: [{ path: '/llm/v1/' }, { path: '/' }] }],
  gateways: [
    { name: 'a' },
    { name: 'a', namespace: 'n', sectionName: 'web' },
    { name: 'a', sectionName: 'web', port: 443 },
    { name: 'a', namespace: 'n' },
    { name: 'b', port: 80 },
    { kind: 'ListenerSet', name: 'b', namespace: 'n' },
    { kind: 'Gateway', name: 'b' },
  ],
  filters: [
    { type: 'RequestRedirect', requestRedirect: {} },
    { type: 'URLRewrite', cors: {} },
    { type: 'CORS', cors: {} },
    { type: 'CORS', cors: {} },
    { type: 'ResponseHeaderModifier', responseHeaderModifier: {} },
    { type: 'RequestMirror' },
    { type: 'ExtensionRef', extensionRef: {} },
    { type: 'ExtensionRef', extensionRef: {} },
  ],
  prefix: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } }],
  fullPath: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/' } } }],
  wrongPath: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replacePrefixMatch: '/' } } }],
  noPath: [{ type: 'URLRewrite', urlRewrite: { hostname: 'a' } }],
  apiKeys: {
    existingSecret: 's',
    key: 'a',
    additional: [{ key: 'b' }, { existingSecret: 'o', key: 'a' }, { key: 'c' }],
  },
  firstKey: { key: 'a' },
  tolerated: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
  adapters: {
    existingClaim: 'claim',
    adapters: [
      { name: 'a', repo: 'org/a', revision: 'c0ffee', rank: 8 },
      { name: 'b', path: 'b/v1' },
      { name: 'c', path: '/tmp/c', rank: 300 },
    ],
  },
  wrongAdapters: {
    adapters: [
      { name: 'a' },
      { name: 'b', path: 'b', repo: 'org/b' },
      { name: 'c', path: '/tmp/c', revision: 'c0ffee', baseModelName: 'x' },
    ],
  },
  slots: { maxCpuLoras: 2 },
  ranked: { maxLoras: 1, maxLoraRank: 64 },
  policy: {
    clients: [{}, { podSelector: {} }],
    monitoring: [{ ipBlock: { cidr: '10.0.0.0/8' } }],
    modelSource: { peers: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] },
    extraIngress: [{ from: [{}] }, { ports: [] }],
    extraEgress: [{ to: [{ podSelector: {} }] }, { to: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] }],
  },
  openPorts: [443, 3128],
  ports: [
    { name: 'web', port: 443 },
    { name: 'udp', port: 80, protocol: 'UDP' },
    { name: 'web', port: 80 },
    { port: 81 },
  ],
  targets: [
    { name: 'api', port: 81, targetPort: 'http' },
    { name: 'web', port: 82, targetPort: 'web' },
    { name: 'metrics', port: 83, targetPort: 'metrics' },
    { name: 'number', port: 84, targetPort: 9000 },
    { name: 'admin', port: 85, targetPort: 'admin' },
  ],
  withPorts: [
    { name: 'a', ports: [{ name: 'web', containerPort: 80 }, { containerPort: 81 }] },
    { name: 'b', restartPolicy: 'Always', ports: [{ name: 'admin', containerPort: 82 }] },
    { name: 'c' },
  ],
  pooling: { extraArgs: ['--max-logprobs=5', '--runner=pooling'] },
  scoring: { runner: 'pooling', extraArgs: ['--convert=classify'] },
  milli: '100m',
  gibi: '16Gi',
  halfGibi: '1.5Gi',
  mega: '2M',
  exponent: '1e3',
  plainQuantity: 1048576,
  smallQuantity: 0.5,
  release: '0.33.0',
  tag: 'v0.33.0-cu129',
};

/** What the cluster of the cases serves, besides what every cluster does. */
export const caseApis = ['example.com/v1'];

/** The schema of caseValues; `absent.*` is never set. */
export const caseFeature = `
title: Cases
description: Values for functions.
values:
  ${Object.entries(caseValues)
    .map(
      ([key, value]) => `${key}: ${JSON.stringify({ ...typeOf(key, value), default: value, description: 'A case.' })}`,
    )
    .join('\n  ')}
  absent:
    type: object
    description: Nothing.
    properties:
      text: { type: string, description: Text., examples: [a] }
      count: { type: integer, description: A count., examples: [1] }
      share: { type: number, description: A share., examples: [1] }
      flag: { type: boolean, description: A flag., examples: [true] }
      list: { type: array, items: { type: string }, description: A list., examples: [[a]] }
      map: { type: object, additionalProperties: true, description: A map., examples: [{ a: 1 }] }
`;

function typeOf(key: string, value: unknown): Record<string, unknown> {
  if (/quantity|milli|gibi|mega|exponent/i.test(key)) return { type: ['string', 'number'] };
  if (Array.isArray(value)) return { type: 'array', items: typeOf('', value[0] ?? '') };
  if (typeof value === 'object') return { type: 'object', additionalProperties: true };
  if (typeof value !== 'number') return { type: typeof value };
  return { type: Number.isInteger(value) && key !== 'whole' ? 'integer' : 'number' };
}

/** An expression and what it yields, in TypeScript and in Helm alike; undefined is nil. */
export type FunctionCase = [expression: string, result: unknown];

/** Cases of every function: ordinary ones, the edges of its arguments, and nothing. */
export const functionCases: Record<string, FunctionCase[]> = {
  and: [
    ['(and values.sure values.never)', false],
    ['(and values.sure values.text)', 'hello'],
    ['(and values.blank values.text)', ''],
    ['(and values.none values.text)', []],
    ['(and values.sure values.list values.map values.text)', 'hello'],
    ['(and values.absent.text values.text)', undefined],
    ['(and values.zero values.text)', 0],
    ['(and (eq values.one 1) (lt values.one 2))', true],
    [
      '(and values.sure values.sure values.sure values.sure values.sure values.sure values.sure values.sure values.one)',
      1,
    ],
  ],
  or: [
    ['(or values.never values.blank)', ''],
    ['(or values.never values.text)', 'hello'],
    ['(or values.text values.never)', 'hello'],
    ['(or values.absent.text values.blank)', ''],
    ['(or values.blank values.absent.text)', undefined],
    ['(or values.none values.nothing values.map)', { b: 1, a: 2 }],
    ['(or values.zero values.seven)', 7],
  ],
  not: [
    ['(not values.sure)', false],
    ['(not values.never)', true],
    ['(not values.zero)', true],
    ['(not values.half)', false],
    ['(not values.blank)', true],
    ['(not values.none)', true],
    ['(not values.single)', false],
    ['(not values.nothing)', true],
    ['(not values.map)', false],
    ['(not values.absent.text)', true],
  ],
  given: [
    ['(given values.text)', true],
    ['(given values.zero)', true],
    ['(given values.never)', true],
    ['(given values.blank)', true],
    ['(given values.none)', true],
    ['(given values.absent.text)', false],
    ['(given values.absent.list)', false],
  ],
  firstGiven: [
    ['(firstGiven values.absent.text "x")', 'x'],
    ['(firstGiven values.text "x")', 'hello'],
    ['(firstGiven values.blank "x")', ''],
    ['(firstGiven values.zero 5)', 0],
    ['(firstGiven values.absent.count values.big)', 1048576],
    ['(firstGiven values.absent.count values.absent.count 7)', 7],
    ['(firstGiven values.absent.share 2)', 2],
    ['(firstGiven values.absent.share values.half)', 0.5],
    ['(firstGiven values.absent.count values.half)', 0.5],
    ['(firstGiven values.absent.flag values.never)', false],
    ['(firstGiven values.absent.list values.single)', ['a']],
    ['(firstGiven values.absent.text values.absent.text)', undefined],
  ],
  choose: [
    ['(choose values.sure "a" "b")', 'a'],
    ['(choose values.never "a" "b")', 'b'],
    ['(choose values.text values.big values.one)', 1048576],
    ['(choose values.blank values.big values.one)', 1],
    ['(choose values.absent.text "a" "b")', 'b'],
    ['(choose (lt values.one 2) values.list values.none)', ['b', 'a', 'b', 'c', 'c']],
  ],
  eq: [
    ['(eq values.one 1)', true],
    ['(eq values.big 1048576)', true],
    ['(eq values.one values.seven)', false],
    ['(eq values.half 0.5)', true],
    ['(eq values.whole 2)', true],
    ['(eq values.whole values.seven)', false],
    ['(eq values.text "hello")', true],
    ['(eq values.text "Hello")', false],
    ['(eq values.sure true)', true],
    ['(eq values.sure values.never)', false],
    ['(eq (add values.one 1) 2)', true],
    ['(eq values.absent.text "x")', false],
  ],
  ne: [
    ['(ne values.one 1)', false],
    ['(ne values.big values.one)', true],
    ['(ne values.text "x")', true],
    ['(ne values.float 1.5)', false],
    ['(ne values.absent.text "x")', true],
  ],
  lt: [
    ['(lt values.one 2)', true],
    ['(lt values.one 1)', false],
    ['(lt values.minus values.zero)', true],
    ['(lt values.half 1)', true],
    ['(lt values.half values.one)', true],
    ['(lt values.big values.bigger)', true],
    ['(lt values.absent.count 2)', true],
  ],
  le: [
    ['(le values.one 1)', true],
    ['(le values.seven values.one)', false],
    ['(le values.float 1.5)', true],
  ],
  gt: [
    ['(gt values.seven 1)', true],
    ['(gt values.one 1)', false],
    ['(gt values.float 1)', true],
    ['(gt values.whole values.seven)', false],
  ],
  ge: [
    ['(ge values.one 1)', true],
    ['(ge values.one values.seven)', false],
    ['(ge (bytes values.gibi) (bytes values.halfGibi))', true],
  ],
  add: [
    ['(add values.one 1)', 2],
    ['(add values.big values.bigger)', 34360786944],
    ['(add values.minus values.one values.seven)', 5],
    ['(add values.float values.float)', 2],
    ['(add values.absent.count 1)', 1],
    ['(add 1 2 3 4 5 6 7 8 9)', 45],
  ],
  mul: [
    ['(mul values.seven values.seven)', 49],
    ['(mul values.big values.big)', 1099511627776],
    ['(mul (firstGiven values.absent.count 1) values.minus)', -3],
    ['(mul values.whole values.float)', 2],
    ['(mul values.seven values.minus values.minus)', 63],
  ],
  mod: [
    ['(mod values.seven 4)', 3],
    ['(mod values.minus 2)', -1],
    ['(mod values.big values.seven)', 4],
  ],
  ceilDiv: [
    ['(ceilDiv 3600 10)', 360],
    ['(ceilDiv values.seven 2)', 4],
    ['(ceilDiv values.one values.seven)', 1],
    ['(ceilDiv values.zero values.seven)', 0],
    ['(ceilDiv values.float 1)', 1],
    ['(ceilDiv values.bigger values.big)', 32768],
  ],
  bytes: [
    ['(bytes values.milli)', 0.1],
    ['(bytes values.gibi)', 17179869184],
    ['(bytes values.halfGibi)', 1610612736],
    ['(bytes values.mega)', 2000000],
    ['(bytes values.exponent)', 1000],
    ['(bytes values.plainQuantity)', 1048576],
    ['(bytes values.one)', 1],
    ['(bytes values.smallQuantity)', 0.5],
    ['(bytes "0")', 0],
    ['(bytes values.absent.text)', 0],
    ['(bytes "1E")', 1e18],
    ['(bytes "1E3")', 1000],
    ['(bytes "3Ei")', 3458764513820540928],
    ['(bytes "500u")', 0.0005],
    ['(bytes "-1k")', -1000],
    ['(bytes ".5Ki")', 512],
    ['(bytes (firstGiven values.absent.text "24Gi"))', 25769803776],
  ],
  concat: [
    ['(concat "v" values.release)', 'v0.33.0'],
    ['(concat values.text "-" values.big)', 'hello-1048576'],
    ['(concat values.one values.seven)', '17'],
    ['(concat values.half "x" values.sure)', '0.5xtrue'],
    ['(concat values.plainQuantity "x" values.gibi)', '1048576x16Gi'],
    ['(concat "%d" "100%")', '%d100%'],
  ],
  join: [
    ['(join ", " values.list)', 'b, a, b, c, c'],
    ['(join "" values.single)', 'a'],
    ['(join "-" values.none)', ''],
    ['(join "-" values.absent.list)', ''],
    ['(join "-" (keys values.map))', 'a-b'],
    ['(join ", " (list 1 1048576))', '1, 1048576'],
  ],
  list: [
    ['(list "a")', ['a']],
    ['(list values.one values.text)', [1, 'hello']],
    ['(list 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)', Array.from({ length: 20 }, (_, index) => index + 1)],
  ],
  has: [
    ['(has values.list "a")', true],
    ['(has values.list "z")', false],
    ['(has values.none "a")', false],
    ['(has values.absent.list "a")', false],
    ['(has (keys values.map) "b")', true],
    ['(has (list "x" values.text) values.text)', true],
  ],
  isPath: [
    ['(isPath "/models/qwen")', true],
    ['(isPath values.text)', false],
    ['(isPath values.absent.text)', false],
  ],
  keys: [
    ['(keys values.map)', ['a', 'b']],
    ['(keys values.nothing)', []],
    ['(keys values.absent.map)', []],
  ],
  pluck: [
    ['(pluck "name" values.named)', ['x', 'y', 'x']],
    ['(pluck "absent" values.named)', ['', '', '']],
    ['(pluck "name" values.halfNamed)', ['x', '', '', '']],
    ['(pluck "name" values.none)', []],
    ['(pluck "name" values.absent.list)', []],
  ],
  without: [
    ['(without values.list values.single)', ['b', 'b', 'c', 'c']],
    ['(without values.list values.single (list "b"))', ['c', 'c']],
    ['(without values.list values.none)', ['b', 'a', 'b', 'c', 'c']],
    ['(without values.list values.absent.list values.absent.list)', ['b', 'a', 'b', 'c', 'c']],
    ['(without values.absent.list values.list)', []],
  ],
  duplicates: [
    ['(duplicates values.list)', ['b', 'c']],
    ['(duplicates values.single)', []],
    ['(duplicates values.none)', []],
    ['(duplicates values.absent.list)', []],
    ['(duplicates (pluck "name" values.named))', ['x']],
  ],
  pathsOutside: [
    ['(pathsOutside (list "/a/b" "/ab" "a/b" "/c") (list "/a/" "/d"))', ['/ab', '/c']],
    ['(pathsOutside (list "/a" "/c") (list "/a") (list "/c"))', []],
    ['(pathsOutside (list "/a") values.absent.list)', ['/a']],
    ['(pathsOutside values.absent.list (list "/a"))', []],
  ],
  overlap: [
    ['(overlap values.list values.single)', ['a']],
    ['(overlap values.list values.none)', []],
    ['(overlap values.none values.list)', []],
    ['(overlap values.absent.list values.list)', []],
    ['(overlap values.list values.absent.list)', []],
    ['(overlap values.list (list "c" "b"))', ['b', 'b', 'c', 'c']],
  ],
  literal: [
    ['(literal values.text)', 'hello'],
    ['(literal values.dollars)', 'a $$(B) $$$$(C) $$D'],
    ['(literal "")', ''],
  ],
  matches: [
    ['(matches values.tag "^v[0-9]")', true],
    ['(matches "a/b" "^b|/$")', false],
    ['(matches values.absent.text "a")', false],
    ['(matches values.absent.text "^$")', true],
  ],
  versionOf: [
    ['(versionOf values.tag)', '0.33.0'],
    ['(versionOf values.release)', '0.33.0'],
    ['(versionOf "latest")', ''],
    ['(versionOf "v0.33")', ''],
    ['(versionOf "nightly-0.33.0")', ''],
    ['(versionOf "v0.010.0")', ''],
    ['(versionOf "20260101.0.1")', '20260101.0.1'],
    ['(versionOf "v1234567890.0.1")', ''],
    ['(versionOf values.absent.text)', ''],
  ],
  before: [
    ['(before values.release "0.33.1")', true],
    ['(before values.release "0.33.0")', false],
    ['(before values.release "0.4.0")', false],
    ['(before "0.4.0" "0.22.1")', true],
    ['(before "1.0.0" "0.99.9")', false],
    ['(before "0.4.0" values.release)', true],
    ['(before "0.33.0" values.release)', false],
  ],
  hasApi: [
    ['(hasApi "v1")', true],
    ['(hasApi "monitoring.coreos.com/v1")', false],
    ['(hasApi "example.com/v1")', true],
  ],
};
