import type { FolderImage } from '@archon/testbed/real-node';
import { resolveRootFilesystem, type RootFilesystem, type Suite } from '@archon/testbed/root-filesystem';
import { ToolError } from '@archon/testbed/tool-error';
import { engineVersion, resolveEngine } from '../install-engine.ts';
import { hostPython } from '../install/host-python.ts';

/** The repository of the image with the real vLLM for CPU; the chart reads the release from its tag. */
export const vllmRepository = 'archon.local/vllm-openai-cpu';

/** The image of vLLM: Python and a compiler for torch.compile, with the engine's folder over them. */
export function vllmImage(): FolderImage {
  const layers = [resolveRootFilesystem(vllmRoot()), resolveEngine().root];
  return {
    names: [`${vllmRepository}:v${engineVersion()}`],
    layers,
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    entrypoint: ['vllm', 'serve'],
  };
}

// The engine is compiled for one version of Python, that of the Debian release.
const suites: Readonly<Record<string, Suite>> = { '3.11': 'bookworm', '3.13': 'trixie' };

/**
 * The command `vllm`. Every process that vLLM spawns reads it again, so each asks Linux for the tile registers of AMX:
 * without that a tile instruction ends the process by SIGILL. vLLM uses these instructions wherever the processor has
 * them, but only torch.compile (torch/_inductor/cpu_vec_isa.py) and oneDNN ask; with `engine.enforceEager` and a 4-bit
 * model neither does so in time.
 */
const launcher = `#!/usr/bin/python3
import torch
from vllm.entrypoints.cli.main import main

torch.cpu._init_amx()

if __name__ == '__main__':
    main()
`;

/** The lower layer of that image. */
export function vllmRoot(): RootFilesystem {
  const { minor, command } = hostPython();
  const suite = suites[minor];
  if (!suite)
    throw new ToolError(
      `The image of vLLM needs Python ${Object.keys(suites).join(' or ')}, as releases of Debian have it; ${command} is ${minor}.\n` +
        'Install one of them with its venv module, and set ARCHON_PYTHON to it.',
    );
  return {
    name: 'vllm',
    title: 'the root filesystem of the vLLM image',
    suite,
    packages: ['python3', 'python3-dev', 'g++', 'libnuma1', 'libgomp1', 'ca-certificates'],
    files: {
      [`/usr/local/lib/python${minor}/dist-packages/vllm.pth`]: `/opt/vllm/lib/python${minor}/site-packages\n`,
      '/usr/local/bin/vllm': launcher,
    },
  };
}
