import { chosenValues } from '@archon/advice/chosen-values';
import { encodeChoices, linksSet } from '@archon/advice/link';
import { helmCommand, valuesCommand } from '@archon/advice/commands';
import type { Choices } from '@archon/advice/choices';
import { applicationWith, fleetServer, helmReleaseWith, installMinutes } from '@archon/advice/manifests';
import type { Outcome } from '@archon/advice/outcome';
import { riskyFile } from '@archon/advice/risky-file';
import { valuesFile } from '@archon/advice/values-file';
import { startupSeconds } from '@archon/advice/values-text';
import { pageData } from '../built-data.ts';
import type { ReadModel } from '../read-models.ts';

/** Something to take along: a text to copy, and to save where it is a file. */
export interface Taken {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Name of the file; left out: it is a command or a link. */
  readonly file?: string;
  /** What to do with it. */
  readonly hint: string;
}

/** Everything that follows from an outcome. A file only where the verdict allows one. */
export function takenFrom(choices: Choices, outcome: Outcome, link: string, read?: ReadModel, atRisk = false): Taken[] {
  const { selection, request } = outcome;
  if (!selection && !atRisk) return [];
  const pasted = read !== undefined && read.revision === undefined;
  // the command refuses what is not certain
  const command = selection && valuesCommand(choices, { pasted });
  // a configuration does not say where the model is: the command sets it
  const user = chosenValues(choices, pasted ? request.model.id : undefined);
  const printedBy = command ?? `the Archon configurator, #${encodeChoices(choices)}`;
  const source = {
    printedBy,
    user,
    ...(read?.revision !== undefined && { read: { revision: read.revision, assumption: read.assumption } }),
  };
  const values = selection ? valuesFile(selection, request, source) : riskyFile(outcome, source);
  if (values === undefined) return [];
  const startup = startupSeconds(selection ?? request);
  return [
    {
      id: 'values',
      title: 'values.yaml',
      text: values,
      file: 'values.yaml',
      hint: selection
        ? 'Every value says why. It installs with Helm, and the other tabs contain it.'
        : 'Not certain to start: the comment at its begin says the risk. The other tabs contain it.',
    },
    {
      id: 'helm',
      title: 'Helm',
      text: helmCommand('./charts/archon-vllm'),
      hint: 'With values.yaml next to it, in a checkout of Archon. Helm 3 and Helm 4.',
    },
    {
      id: 'argo-cd',
      title: 'Argo CD',
      text: applicationWith(pageData.application, values),
      file: 'application.yaml',
      hint: 'Replace registry.example.com by your registry. Needs Argo CD 3.1 or later.',
    },
    {
      id: 'flux',
      title: 'Flux',
      text: helmReleaseWith(pageData.helmRelease, values, startup),
      file: 'helm-release.yaml',
      hint: 'Replace registry.example.com by your registry.',
    },
    {
      id: 'fleet',
      title: 'archon-gitops',
      text: fleetServer(request.model.id, values),
      file: 'servers.yaml',
      hint: `One of the servers of archon-gitops, which keeps many with Argo CD or Flux. Add it to your list.${fluxTime(startup)}`,
    },
    ...(command === undefined
      ? []
      : [
          {
            id: 'command',
            title: 'Command',
            text: command,
            hint: pasted
              ? 'Prints the same values.yaml, byte for byte, with the configuration in config.json.'
              : 'Prints the same values.yaml, byte for byte.',
          },
        ]),
    {
      id: 'link',
      title: 'Link',
      text: link,
      hint: `Opens this page with this question. Nothing after the # is sent to a server.${pasted ? ' The configuration that you pasted is not in it.' : ''}${linksSet(choices) ? '' : ' Your own values are too long for it.'}`,
    },
  ];
}

/** A model that takes longer to start than flux.timeout of archon-gitops, which is an hour. */
function fluxTime(seconds: number): string {
  const minutes = installMinutes(seconds);
  return minutes <= 60 ? '' : ` With Flux, set flux.timeout to ${minutes}m or more.`;
}
