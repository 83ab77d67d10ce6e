import { describe, expect, it } from 'vitest';
import { problemsOf } from './support/problems.ts';
import { render } from './support/render.ts';
import { containerOf, only } from './support/workload.ts';

const endpoint = 'http://otel-collector.observability:4317';

/** What both Helms render about traces. */
async function traced(values: object): Promise<{ args: string[]; env: Record<string, unknown>; objects: any[] }> {
  expect(problemsOf(values)).toEqual([]);
  const objects = await render({ valuesObject: values });
  const { args, env } = containerOf(objects);
  return {
    args: args.filter((arg: string) => /traces/.test(arg)),
    env: Object.fromEntries(
      env
        .filter(({ name }: any) => name.startsWith('OTEL_'))
        .map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom]),
    ),
    objects,
  };
}

describe('Traces', () => {
  it('should not be sent by default', async () => {
    expect(await traced({})).toMatchObject({ args: [], env: {} });
  });

  it('should be sent to the collector by gRPC, without TLS where the address says so', async () => {
    const { args, env } = await traced({ tracing: { endpoint } });
    expect(args).toEqual([`--otlp-traces-endpoint=${endpoint}`]);
    expect(env).toEqual({
      OTEL_SERVICE_NAME: 'vllm',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_TRACES_INSECURE: 'true',
    });
  });

  it('should be sampled, detailed, and sent with headers of a Secret', async () => {
    const headers = { existingSecret: 'otel', key: 'h' };
    const { args, env } = await traced({
      tracing: {
        endpoint: 'https://otel.example.com:443/v1/traces',
        protocol: 'http/protobuf',
        sampleRatio: '0.50',
        details: 'worker',
        headers,
      },
    });
    expect(args).toContain('--collect-detailed-traces=worker');
    expect(env).toMatchObject({
      OTEL_EXPORTER_OTLP_TRACES_INSECURE: 'false',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.5',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: { secretKeyRef: { name: 'otel', key: 'h' } },
    });
  });

  it('should leave to the user the variables that extraEnv sets', async () => {
    const extraEnv = [{ name: 'OTEL_SERVICE_NAME', value: 'mine' }];
    const { env } = await traced({ tracing: { endpoint }, extraEnv });
    expect(env).toMatchObject({ OTEL_SERVICE_NAME: 'mine' });
  });

  it('should pass the NetworkPolicy, with names of the collector resolved, also offline', async () => {
    const collector = [{ podSelector: { matchLabels: { app: 'otel' } } }];
    const { objects } = await traced({
      tracing: { endpoint },
      huggingFace: { offline: true },
      ingress: { enabled: false },
      networkPolicy: { enabled: true, collector },
    });
    expect(only(objects, 'NetworkPolicy').spec.egress).toEqual([
      {
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
      { ports: [{ port: 4317, protocol: 'TCP' }], to: collector },
    ]);
  });
});
