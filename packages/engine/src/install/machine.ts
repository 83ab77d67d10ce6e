import { readFileSync } from 'node:fs';

/** The properties that decide whether the wheels run here. */
export interface Machine {
  platform: string;
  arch: string;
  /** Of the C library; undefined where it is not glibc. */
  glibc: string | undefined;
  /** Instruction sets, as /proc/cpuinfo names them. */
  cpuFlags: readonly string[];
}

export function thisMachine(): Machine {
  const { platform, arch } = process;
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return {
    platform,
    arch,
    glibc: report.header?.glibcVersionRuntime,
    cpuFlags: platform === 'linux' ? readCpuFlags() : [],
  };
}

/** Why the real vLLM cannot run on a machine, and what works instead; undefined where it can. */
export function machineProblem({ platform, arch, glibc, cpuFlags }: Machine): string | undefined {
  if (platform !== 'linux' || arch !== 'x64')
    return `The real vLLM runs only on Linux, x86_64, and this is ${platform}, ${arch}. ${instead}`;
  if (glibc === undefined || glibc.localeCompare(leastGlibc, 'en', { numeric: true }) < 0)
    return `The wheels of vLLM need glibc ${leastGlibc} or later, and this is ${glibc ? `glibc ${glibc}` : 'another C library'}. ${instead}`;
  // The wheel has three builds of its kernels: vllm/platforms/cpu.py takes _C with AVX-512 and bfloat16, _C_AVX512, else _C_AVX2.
  if (!cpuFlags.includes('avx2'))
    return `The kernels of vLLM for CPU need AVX2, which this processor does not have (/proc/cpuinfo). ${instead}`;
  return undefined;
}

/** Which of the wheel's kernels run; the others are slower. */
export function kernelsOf({ cpuFlags }: Machine): 'AVX-512 with bfloat16' | 'AVX-512' | 'AVX2' {
  if (!cpuFlags.includes('avx512f')) return 'AVX2';
  return cpuFlags.includes('avx512_bf16') ? 'AVX-512 with bfloat16' : 'AVX-512';
}

/** Whether the kernels for its processor run a 4-bit GPTQ model: the AVX2 build of vLLM has no `cpu_gemm_wna16`. */
export const runsGptq = (machine: Machine): boolean => kernelsOf(machine) !== 'AVX2';

const instead =
  'Without it, npm test and npm run test:cluster test everything except vLLM itself, and npm run cluster -- up runs the chart on fake nodes.';

/** From the wheel's tag manylinux_2_28. */
const leastGlibc = '2.28';

function readCpuFlags(): string[] {
  return /^flags\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' ') ?? [];
}
