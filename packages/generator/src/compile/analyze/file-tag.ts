import { literalOf, nearest } from '@archon/values';
import type { TagDefinition } from './tag-definition.ts';

/** `{{file "files/steps/clone.sh"}}`: the text of a file of the chart, indented as the tag is. */
export const fileTag = (paths: readonly string[]): TagDefinition => ({
  expand({ params, named, place }, { fromRoot, refuse }) {
    const path = params.length === 1 && Object.keys(named).length === 0 ? literalOf(params[0]!)?.value : undefined;
    if (typeof path !== 'string') return refuse('{{file}} takes the path of a file of the chart, in quotes.');
    if (!paths.includes(path)) {
      const near = nearest(path, [...paths]);
      refuse(`There is no file "${path}" among those that the chart copies.`, near && `Did you mean "${near}"?`);
    }
    const indent = place.column - 1;
    return { lines: [`{{- ${fromRoot('Files.Get')} "${path}" | trimSuffix "\\n" | nindent ${indent} }}`], used: [] };
  },
});
