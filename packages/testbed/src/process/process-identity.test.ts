import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { identifyProcess, isAlive } from './process-identity.ts';

describe('isAlive', () => {
  it('should know a process until it ends', async () => {
    const child = spawn('cat', { stdio: 'pipe' });
    const identity = identifyProcess(child.pid!)!;
    expect(isAlive(identity)).toBe(true);
    child.kill();
    await once(child, 'exit');
    expect(isAlive(identity)).toBe(false);
  });

  it('should tell a process from another that got its pid', () => {
    expect(isAlive({ ...identifyProcess(process.pid)!, start: 'earlier' })).toBe(false);
  });
});
