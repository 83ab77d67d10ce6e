import { findFlag, flagOfKey, type ReservedFlags } from '@archon/sizing';
import { resolveRef, type Schema } from '@archon/values';

/** Flags that a value outside of `engine` sets; those without a value are for the chart alone. */
const setElsewhere: ReservedFlags = {
  model: 'model.id',
  revision: 'model.revision',
  'served-model-name': 'model.servedNames',
  'shutdown-timeout': 'drain.shutdownTimeoutSeconds',
  'api-key': 'apiKey.existingSecret',
  'hf-token': 'huggingFace.token.existingSecret',
  host: '',
  port: 'service.targetPort',
  uds: '',
  'ssl-keyfile': 'tls.existingSecret',
  'ssl-certfile': 'tls.existingSecret',
  'otlp-traces-endpoint': 'tracing.endpoint',
  'collect-detailed-traces': 'tracing.details',
  config: '',
};

/** The flags that engine.extraArgs may not repeat, each with the value that sets it. Every key of `engine` is a flag. */
export function reservedFlags(schema: Schema): ReservedFlags {
  const flags = engineKeys(schema).flatMap((key) => {
    const flag = flagOfKey(key);
    return findFlag(flag) ? [[flag, `engine.${key}`] as const] : [];
  });
  return { ...setElsewhere, ...Object.fromEntries(flags) };
}

/** The keys of `engine`, in the order of the schema. */
export function engineKeys(schema: Schema): string[] {
  const root = { ...schema, properties: schema.properties ?? {}, definitions: schema.definitions ?? {} };
  return Object.keys(resolveRef({ schema: root }, root.properties.engine ?? {}).properties ?? {});
}
