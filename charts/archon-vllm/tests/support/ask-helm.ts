import { changedChart } from './chart.ts';
import { render } from './render.ts';

const path = 'templates/asked.yaml';

/**
 * Asks functions of the chart about many cases in one render of each Helm: `template` gets `.cases` and `.root`, and
 * prints its answer as JSON.
 */
export function askHelm<Answer>(template: string): (cases: unknown) => Promise<Answer> {
  return async (cases) => {
    const chart = changedChart({
      'files/cases.json': JSON.stringify(cases),
      [path]: `{{- define "asked" }}${template}{{ end -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: asked
data:
  answer: {{ include "asked" (dict "root" $ "cases" (.Files.Get "files/cases.json" | fromJsonArray)) | toJson }}
`,
    });
    const object = (await render({ chart })).find(({ metadata }) => metadata.name === 'asked');
    return JSON.parse(object!.data!.answer!) as Answer;
  };
}
