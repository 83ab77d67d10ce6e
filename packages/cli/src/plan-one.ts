import { countedGpu } from '@archon/advice/format';
import { answerLines } from './plan-view/answer-lines.ts';
import { whoseContext } from '@archon/advice/verdict-sentence';
import { rankingLines } from './plan-view/ranking-lines.ts';
import { terminalStyle } from './plan-view/style.ts';
import { planQuestion } from './page-link.ts';
import { readRequest, type PlanRequest, type PlanOptions } from './read-request.ts';
import type { Gpu, Model } from '@archon/sizing/catalog-types';
import { gpus } from '@archon/sizing/gpus';
import { models } from '@archon/sizing/models';
import type { Answer, Question } from '@archon/sizing/types';
import { ArchonError } from '@archon/values/problem';
import { planContext } from '@archon/advice/longest-context';
import { rankGpus, rankModels, type Ranked } from '@archon/advice/rank';

/** Answers one question, or ranks where only the GPU or only the model is named. */
export async function planOne(options: PlanOptions): Promise<void> {
  const request = await readRequest(options);
  const { gpu, model } = request;
  if (options.link !== undefined) return (await import('./print-link.ts')).printLink(planQuestion(request), options);
  if (gpu && model) return single(request, gpu, model, options.json);
  if (gpu)
    return ranking(
      request,
      `on ${countedGpu(gpu.name, request.gpuCount)}`,
      'model',
      rankModels(models, gpu, request),
      options.json,
    );
  if (model) return ranking(request, model.id, 'gpu', rankGpus(gpus, model, request), options.json);
  throw new ArchonError([
    {
      message: 'Nothing to plan: name a GPU with --gpu, a model with --model, or both.',
      hint: 'For example: archon plan --gpu rtx-5070-ti',
    },
  ]);
}

function single(request: PlanRequest, gpu: Gpu, model: Model, json: boolean | undefined): void {
  const { release, gpuCount = 1, usedGiB, warm, options, assumptions, source, asIs } = request;
  const known = models.includes(model);
  const question: Question = {
    gpu: gpu.id,
    gpuCount,
    model: known ? model.id : model,
    ...(release !== undefined && { release }),
    ...(usedGiB !== undefined && { usedGiB }),
    ...(warm && { warm }),
    options,
  };
  const { answer: planned, upTo, options: answered } = planContext(question, model, asIs);
  const answer: Answer = { ...planned, assumptions: [...assumptions, ...planned.assumptions] };
  process.exitCode = exitCode(answer.fits);
  if (json)
    return void print({
      ok: true,
      question: { ...question, options: answered },
      ...(source && { source }),
      ...(upTo !== undefined && { upTo }),
      ...answer,
    });
  const context = whoseContext(options, answer, upTo);
  const subject = { model: model.id, gpu: gpu.name, gpuCount, context };
  console.log(answerLines(subject, answer, terminalStyle(process.stdout, process.env)).join('\n'));
}

function ranking(
  { release, gpuCount, usedGiB, warm, options, assumptions, source, asIs }: PlanRequest,
  title: string,
  what: 'model' | 'gpu',
  ranked: readonly Ranked[],
  json: boolean | undefined,
): void {
  const verdicts = ranked.map(({ answer }) => answer.fits);
  process.exitCode = exitCode(verdicts.includes(true) ? true : verdicts.includes(null) ? null : false);
  if (json) {
    const question = {
      ...(release !== undefined && { release }),
      gpuCount,
      ...(usedGiB !== undefined && { usedGiB }),
      ...(warm && { warm }),
      options,
    };
    const rows = ranked.map(({ name, answer, upTo }) => ({
      [what]: name,
      ...(upTo !== undefined && { upTo }),
      ...answer,
    }));
    return void print({
      ok: true,
      question,
      ...(source && { source }),
      assumptions,
      [what === 'model' ? 'models' : 'gpus']: rows,
    });
  }
  const style = terminalStyle(process.stdout, process.env);
  const { colors } = style;
  const count = verdicts.filter((fits) => fits === true).length;
  const verb = what === 'model' ? (count === 1 ? 'fits' : 'fit') : count === 1 ? 'holds' : 'hold';
  const fitting = `${count} of ${verdicts.length} ${what === 'gpu' ? 'GPUs' : 'models'} ${verb}`;
  const terms = [
    `vLLM ${release ?? 'of unknown release'}`,
    ...(gpuCount !== undefined && gpuCount > 1 ? [`${gpuCount} GPUs`] : []),
    ...(usedGiB === undefined ? [] : [`${usedGiB} GiB used by others`]),
    ...(warm ? ['warm'] : []),
    ...Object.entries(options).map(
      ([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    ),
  ];
  const head = [
    `${colors.bold(fitting)} ${title}.`,
    colors.dim(`  ${terms.join(', ')}`),
    ...(options.maxModelLen === undefined && !asIs
      ? [colors.dim('  max context: by the pessimistic bound; engine.maxModelLen requests one')]
      : []),
    ...assumptions.map((assumption) => colors.dim(`  ${assumption}`)),
  ];
  console.log([...head, '', ...rankingLines(what, ranked, style)].join('\n'));
}

const print = (value: unknown): void => console.log(JSON.stringify(value, null, 2));

const exitCode = (fits: boolean | null): number => (fits === null ? 3 : fits ? 0 : 2);
