import { expect, it } from 'vitest';
import { withoutCanceledWatches } from './helm-client.ts';

const canceled = String.raw`I1128 18:45:24.753109    8693 reflector.go:664] "Warning: watch ended with error" reflector="k8s.io/client-go@v0.37.2/tools/cache/reflector.go:343" type="/v1, Kind=Pod" err="an error on the server (\"unable to decode an event from the watch stream: context canceled\") has prevented the request from succeeding"`;

it('should keep all that Helm says but the watches that it cancels itself', () => {
  const other = canceled.replace('context canceled', 'connection refused');
  expect(withoutCanceledWatches(`first\n${canceled}\nlast\n`)).toBe('first\nlast\n');
  expect(withoutCanceledWatches(`${other}\nError: it failed\n`)).toBe(`${other}\nError: it failed\n`);
});
