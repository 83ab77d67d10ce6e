/** What the check does, in a terminal. */
export const helmTemplateCommand = 'helm template archon ./charts/archon-vllm -n archon-system -f values.yaml';
