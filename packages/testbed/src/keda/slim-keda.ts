import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of pkg/scalers without which KEDA does not compile, and the scalers that tests use. */
const keptFiles = ['scaler.go', 'prometheus_scaler.go', 'cpu_memory_scaler.go', 'external_scaler.go'];
const keptTypes = ['prometheus', 'cpu', 'memory', 'external', 'external-push'];

/**
 * Takes the other 75 scalers out of a copy of KEDA, and with them the clients of all clouds and databases: half of its
 * packages. What is left is KEDA's own code.
 */
export function slimKeda(folder: string): void {
  const scalers = join(folder, 'pkg/scalers');
  const others = readdirSync(scalers).filter((name) => name.endsWith('.go') && !keptFiles.includes(name));
  for (const name of others) rmSync(join(scalers, name));
  // In the file of Azure's queue, and used by all.
  writeFileSync(join(scalers, 'metric_type.go'), 'package scalers\n\nconst externalMetricType = "External"\n');
  // Its metrics would be for every interface.
  edit(join(folder, 'cmd/adapter/main.go'), (text) => text.replace('Sprintf(":%v"', 'Sprintf("127.0.0.1:%v"'));
  edit(join(folder, 'pkg/scaling/scalers_builder.go'), withoutOtherCases);
}

/** Changes a file; an edit that changes nothing is for another release of KEDA. */
function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`${file} is not as it was: look at what of it is to be changed`);
  writeFileSync(file, changed);
}

/** The switch over the types of scalers, with those that are left. */
function withoutOtherCases(text: string): string {
  const start = text.indexOf('\tcase "', text.indexOf('switch triggerType'));
  const end = text.indexOf('\tdefault:', start);
  const cases = text.slice(start, end).split(/^(?=\tcase )/m);
  const kept = cases.filter((one) =>
    [...one.split('\n')[0]!.matchAll(/"([^"]+)"/g)].some(([, type]) => keptTypes.includes(type!)),
  );
  return text.slice(0, start) + kept.join('') + text.slice(end);
}
