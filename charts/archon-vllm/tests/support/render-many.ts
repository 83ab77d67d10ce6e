import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byKindAndName, type KubernetesObject } from '@archon/testbed/parse-objects';
import { askHelm } from './ask-helm.ts';
import { chart } from './chart.ts';

/** Values of a user, without nulls: those only a real render of its own takes away. */
interface ManyCase {
  values?: object;
  release?: string;
}

// Schema and checks check the values of the whole render, so the cases here are not checked. A case starts from what the
// user gave (_user), not from what the chart has merged for the whole render.
const templates = readdirSync(join(chart, 'templates')).filter((file) => /^(?!_|checks).*\.yaml$/.test(file));

const ask = askHelm<KubernetesObject[][]>(`
{{- $answer := list }}
{{- range .cases }}
{{- $values := mergeOverwrite (deepCopy ($.root.Values._user | default $.root.Values)) .values }}
{{- $release := set (deepCopy $.root.Release) "Name" .release }}
{{- $context := set (set (omit $.root "Values" "Release") "Values" $values) "Release" $release }}
{{- $objects := list }}
{{- range list ${templates.map((file) => `"${file}"`).join(' ')} }}
{{- range include (print $.root.Template.BasePath "/" .) $context | splitList "\\n---\\n" }}
{{- with fromYaml . }}
{{- $objects = append $objects . }}
{{- end }}
{{- end }}
{{- end }}
{{- $answer = append $answer $objects }}
{{- end }}
{{- toJson $answer }}`);

/** The objects of many values, in one render of each Helm: as renderValues gives them, in a hundredth of the time. */
export async function renderMany(cases: ManyCase[]): Promise<KubernetesObject[][]> {
  const answer = await ask(cases.map(({ values = {}, release = 'archon' }) => ({ values, release })));
  return answer.map((objects) => objects.toSorted(byKindAndName));
}
