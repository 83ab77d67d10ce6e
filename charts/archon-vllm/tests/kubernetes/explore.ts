import { parse } from 'yaml';
import { startHelmEngine } from '@archon/testbed/helm-engine';
import { startKubernetesOracle } from '@archon/testbed/kubernetes-oracle';
import { changedChart } from '../support/chart.ts';
import { problemsOf } from '../support/problems.ts';
import { mistakes } from './mistakes.ts';
const engine = startHelmEngine(); const oracle = startKubernetesOracle();
const open = changedChart({ 'values.schema.json': '{}', 'templates/checks.yaml': '{{- include "archon-vllm.values" . }}' });
let ours = 0, theirs = 0;
for (const [path, yaml] of mistakes) {
  const values = parse(yaml);
  const problems = problemsOf(values);
  const r = await engine.render({ helm: 4, chart: open, valuesObject: values });
  const refs = r.ok ? await oracle.refusals(r.objects) : ['HELM ' + r.error.slice(0, 200)];
  const right = problems.length > 0 && problems.every((p) => p.path === path);
  if (problems.length) ours++; if (refs.length) theirs++;
  if (!right || !refs.length) console.log(`${right ? '' : problems.length ? 'PATH' : 'OPEN'} ${refs.length ? '' : 'K8S-ACCEPTS'} | ${path} | ${yaml.slice(0, 150)}\n     ours: ${problems.map((p) => p.path + ' ' + p.message).slice(0,3).join(' || ').slice(0,300)}\n     k8s: ${refs.slice(0, 2).join(' || ').slice(0, 260)}`);
}
console.log(mistakes.length, 'mistakes; refused by us', ours, 'by Kubernetes', theirs);
await engine.end(); await oracle.end();
