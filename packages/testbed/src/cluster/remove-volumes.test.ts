import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { removeVolumes } from './remove-volumes.ts';

it('should remove the volumes that etcd’s data names, and no other', () => {
  const [named, other] = [randomUUID(), randomUUID()].map((id) => join('/tmp/hostpath_pv', id));
  const data = mkdtempSync(join(tmpdir(), 'archon-etcd-'));
  onTestFinished(() => [data, named!, other!].forEach((path) => rmSync(path, { recursive: true, force: true })));
  for (const path of [named, other]) mkdirSync(path!, { recursive: true });
  mkdirSync(join(data, 'member/wal'), { recursive: true });
  const bytes = [Buffer.from([0, 0xff, 0x12]), Buffer.from(`${named}\u001a/tmp/hostpath_pv/../../etc/passwd`)];
  writeFileSync(join(data, 'member/wal/0.wal'), Buffer.concat(bytes));
  removeVolumes(data);
  expect([existsSync(named!), existsSync(other!), existsSync('/etc/passwd')]).toEqual([false, true, true]);
});
