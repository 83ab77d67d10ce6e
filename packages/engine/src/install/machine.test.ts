import { describe, expect, it } from 'vitest';
import { kernelsOf, type Machine, machineProblem, runsGptq } from './machine.ts';

const fit: Machine = { platform: 'linux', arch: 'x64', glibc: '2.36', cpuFlags: ['avx2', 'avx512f', 'avx512_bf16'] };

describe('A machine for the real vLLM', () => {
  it('should have Linux, x86_64, glibc and AVX2', () => {
    expect(machineProblem(fit)).toBeUndefined();
    expect(machineProblem({ ...fit, glibc: '2.28', cpuFlags: ['avx2'] })).toBeUndefined();
  });

  it.each<[Partial<Machine>, string]>([
    [{ platform: 'darwin', arch: 'arm64' }, 'this is darwin, arm64'],
    [{ arch: 'arm64' }, 'this is linux, arm64'],
    [{ glibc: undefined }, 'another C library'],
    [{ glibc: '2.27' }, 'this is glibc 2.27'],
    [{ cpuFlags: ['avx'] }, 'need AVX2'],
  ])('should be refused, with what works instead: %j', (change, said) => {
    const problem = machineProblem({ ...fit, ...change });
    expect(problem).toContain(said);
    expect(problem).toContain('npm run cluster -- up');
  });

  it.each([
    [['avx2'], 'AVX2'],
    [['avx2', 'avx512f'], 'AVX-512'],
    [fit.cpuFlags, 'AVX-512 with bfloat16'],
  ])('should run the kernels for its processor: %j', (cpuFlags, kernels) => {
    expect(kernelsOf({ ...fit, cpuFlags })).toBe(kernels);
  });

  it.each([
    [['avx2'], false],
    [['avx2', 'avx512f'], true],
  ])('should run a 4-bit model only with kernels for it: %j', (cpuFlags, runs) => {
    expect(runsGptq({ ...fit, cpuFlags })).toBe(runs);
  });
});
