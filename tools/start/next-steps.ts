import type { Colors } from './tree.ts';

interface Step {
  goal: string;
  /** What to type, or where to look, with a remark. */
  lines: [what: string, remark?: string][];
}

/** What a newcomer does after the first command; `helm` is the path of the pinned one. */
export function nextSteps(helm: string): Step[] {
  return [
    {
      goal: 'Install it, where kubectl reaches your cluster',
      lines: [
        ['helm install archon ./charts/archon-vllm -n archon-system --create-namespace'],
        [helm, 'no Helm 3 or 4 of your own? This is the one used here'],
      ],
    },
    {
      goal: 'Try other values',
      lines: [
        ['npx archon validate charts/archon-vllm/presets/archon-seed.yaml', 'or a file of yours'],
        ['helm template archon ./charts/archon-vllm -n archon-system --set preset=archon-seed'],
      ],
    },
    { goal: 'Run every check and test', lines: [['npm test']] },
    {
      goal: 'Read on',
      lines: [
        ['README.md', 'what this is, and why'],
        ['charts/archon-vllm/README.md', 'every value'],
        ['ARCHITECTURE.md', 'how the chart is generated'],
      ],
    },
  ];
}

/** The steps as lines, remarks in a column of their own. */
export function stepLines(steps: Step[], { bold, dim, cyan }: Colors): string[] {
  return steps.flatMap(({ goal, lines }) => {
    const column = Math.max(...lines.filter(([, remark]) => remark).map(([what]) => what.length)) + 2;
    return [
      bold(goal),
      ...lines.map(([what, remark]) =>
        remark ? `  ${cyan(what)}${' '.repeat(column - what.length)}${dim(remark)}` : `  ${cyan(what)}`,
      ),
    ];
  });
}
