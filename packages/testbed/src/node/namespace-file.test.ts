import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles, realNode } from './real-node.ts';
import { cgroupName, writeNamespaceFile } from './namespace-file.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'archon-node-files-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('writeNamespaceFile', () => {
  it('should write what the namespaces are made of, with nothing of this machine but what is named', () => {
    const file = writeNamespaceFile(folder, {
      root: '/root-fs',
      ports: [1, 2],
      readOnly: ['/cache'],
      remove: [folder],
    });
    expect(file).toBe(nodeFiles(folder).namespace);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      folder,
      root: '/root-fs',
      readOnly: ['/cache'],
      ports: [1, 2],
      hostname: realNode.name,
      network: { address: '192.168.253.1/24', services: '10.96.0.0/16' },
    });
  });
});

describe('cgroupName', () => {
  it('should tell clusters apart, and be a folder’s name', () => {
    expect(cgroupName('/tmp/archon-a')).not.toBe(cgroupName('/tmp/archon-b'));
    expect(cgroupName(`/tmp/${'x'.repeat(300)}/a b`)).toMatch(/^archon-[a-z0-9-]{1,60}$/i);
  });
});
