import { parseAllDocuments } from 'yaml';
import { vllmImage } from '@archon/engine/vllm-image';
import { readPage } from '../../support/markdown.ts';

/** The objects of docs/clients/program.yaml, in a namespace, for the server of another one, with the image that the node has. */
export function documentedClient(server: string, namespace: string): object[] {
  const text = readPage('docs/clients/program.yaml')
    .replaceAll('archon-system', server)
    .replaceAll('assistants', namespace)
    .replace(/image: \S+/, `image: ${vllmImage().names[0]}`);
  return parseAllDocuments(text).map((document) => document.toJS() as object);
}
