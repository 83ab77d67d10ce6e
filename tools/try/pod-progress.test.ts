import { describe, expect, it } from 'vitest';
import { podFailure, podProgress, type PodReport } from './pod-progress.ts';

type Container = NonNullable<PodReport['status']['containerStatuses']>[number];

const pod = (container?: Partial<Container>, scheduled = true): PodReport => ({
  metadata: { name: 'vllm-1' },
  status: {
    conditions: [
      { type: 'PodScheduled', status: scheduled ? 'True' : 'False', message: '0/1 nodes: Insufficient cpu' },
    ],
    ...(container && { containerStatuses: [{ ready: false, restartCount: 0, ...container }] }),
  },
});

describe('podProgress', () => {
  it('should say why the pod does not run, with the message of Kubernetes', () => {
    expect(podProgress(undefined, '')).toBe('waiting for the pod to be created');
    expect(podProgress(pod(undefined, false), '')).toBe('not scheduled: 0/1 nodes: Insufficient cpu');
    expect(podProgress(pod(), '')).toBe('the node prepares the volumes and the network');
    expect(podProgress(pod({ state: { waiting: { reason: 'ErrImagePull', message: 'no such image' } } }), '')).toBe(
      'the container is not running: ErrImagePull: no such image',
    );
    expect(podProgress(pod({ ready: true, state: { running: {} } }), 'anything')).toBe('ready');
  });

  it('should show the last log line of vLLM, without its prefixes, warnings and drawings', () => {
    const log = [
      '(APIServer pid=1) INFO 11-28 14:40:18 [api_utils.py:347]  █     █     █▄   ▄█',
      '(EngineCore pid=32) INFO 11-28 14:43:12 [core.py:133] Loading weights took 0.29 seconds',
      '(VllmWorker-0 pid=46) WARNING 11-28 14:43:19 [vllm.py:725] Model Runner V2 requires Triton',
      'Fetching 5 files: 100%',
    ].join('\n');
    expect(podProgress(pod({ state: { running: {} } }), log)).toBe('Loading weights took 0.29 seconds');
    expect(podProgress(pod({ state: { running: {} } }), '')).toBe('the container runs: Python loads torch and vLLM');
  });
});

describe('podFailure', () => {
  it('should report a container that ended as failed, and no other', () => {
    expect(podFailure(undefined)).toBeUndefined();
    expect(podFailure(pod({ state: { running: {} } }))).toBeUndefined();
    const ended = { restartCount: 1, lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } };
    expect(podFailure(pod(ended))).toBe('vLLM ended (OOMKilled, exit code 137) and was started again');
  });
});
