import type { Colors } from '@archon/testbed/tree';

interface Step {
  goal: string;
  /** What to type or to read, with a remark. */
  lines: [what: string, remark?: string][];
}

/** What you can do after the first command; `helm` is the path of the pinned Helm. */
export function nextSteps(helm: string): Step[] {
  return [
    {
      goal: 'Install it, where kubectl reaches your cluster',
      lines: [
        ['helm install archon ./charts/archon-vllm -n archon-system --create-namespace'],
        [helm, 'if you have no Helm 3 or 4: this one was used here'],
      ],
    },
    {
      goal: 'Try other values',
      lines: [
        ['npx archon validate charts/archon-vllm/presets/archon-seed.yaml', 'or your own file'],
        ['helm template archon ./charts/archon-vllm -n archon-system --set preset=archon-seed'],
      ],
    },
    { goal: 'Run every check and test', lines: [['npm test']] },
    {
      goal: 'Read more',
      lines: [
        ['README.md', 'what Archon is, and why'],
        ['charts/archon-vllm/README.md', 'every value'],
        ['ARCHITECTURE.md', 'how the chart is generated'],
      ],
    },
  ];
}

/** The steps as lines, with a column for the remarks. */
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
