import fc from 'fast-check';
import { startHelmEngine } from '@archon/testbed/helm-engine';
import { startKubernetesOracle } from '@archon/testbed/kubernetes-oracle';
import { chart } from '../support/chart.ts';
import { kubernetesProperty } from './kubernetes-property.ts';
import { openRefusals } from '../kubernetes/open-refusals.ts';
import { brokenRules } from './values/repair.ts';
const engine = startHelmEngine(), oracle = startKubernetesOracle();
const n = Number(process.argv[2] ?? 300), seed = Number(process.argv[3] ?? 1);
const counts = new Map<string, [number, string]>(); let accepted = 0, errors = 0;
for (const values of fc.sample(kubernetesProperty.cases, { numRuns: n, seed })) {
  if (brokenRules(values as any).length) continue;
  accepted++;
  const r = await engine.render({ helm: 4, chart, valuesObject: values as any });
  if (!r.ok) { errors++; console.log('HELM', r.error.slice(0, 300)); continue; }
  for (const line of await oracle.refusals(r.objects)) {
    if (openRefusals.some((o) => o.line.test(line))) continue;
    const k = line.replace(/\[\d+\]/g, '[]').replace(/"[^"]*"/g, '""').replace(/\{.*\}/, '{}').slice(0, 210);
    counts.set(k, [(counts.get(k)?.[0] ?? 0) + 1, line.slice(0, 260)]);
  }
}
console.log(n, 'cases, accepted', accepted, 'helm errors', errors);
for (const [k, [c, l]] of [...counts].sort((a, b) => b[1][0] - a[1][0])) console.log(c, l);
await engine.end(); await oracle.end();
