import { runScript, runVitest } from '@archon/testbed/run-script';

// `npm run test:web`: the tests of the configurator in Chromium and Firefox, and of its Helm in Node. Where a browser is
// missing, its tests are reported as skipped.
await runScript(() => runVitest('vitest.web.config.ts'));
