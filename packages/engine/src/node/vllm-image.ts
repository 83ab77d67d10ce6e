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
      // In the format of pip: vLLM starts processes that read this file again.
      '/usr/local/bin/vllm':
        "#!/usr/bin/python3\nfrom vllm.entrypoints.cli.main import main\n\nif __name__ == '__main__':\n    main()\n",
    },
  };
}
