import type { OpenApiSchema } from '../openapi.ts';

/** KEDA's own list of its scalers: `schema/generated/scalers-schema.json` in its module. */
export interface Scalers {
  scalers: { type: string; parameters: ScalerParameter[] }[];
}

interface ScalerParameter {
  name: string;
  optional?: boolean;
  default?: string;
  /** That KEDA refuses it, and why. */
  deprecated?: string;
  metadataVariableReadable?: boolean;
  envVariableReadable?: boolean;
  triggerAuthenticationVariableReadable?: boolean;
}

// Their metadata is what the user's own scaler takes.
const ownScalers = ['external', 'external-push'];

/**
 * A ScaledObject or ScaledJob whose triggers are of a known type and take the metadata of that type alone; to the
 * definition itself a trigger's metadata is any map of strings.
 */
export function withScalers(kind: OpenApiSchema, { scalers }: Scalers): OpenApiSchema {
  const spec = kind.properties?.['spec'];
  const triggers = spec?.properties?.['triggers'];
  const trigger = triggers?.items;
  if (!spec || !trigger) throw new Error('the definition has no spec.triggers[]');
  const type = { ...trigger.properties?.['type'], enum: scalers.map((scaler) => scaler.type) };
  const items: OpenApiSchema = {
    ...trigger,
    properties: { ...trigger.properties, type },
    allOf: scalers
      .filter((scaler) => !ownScalers.includes(scaler.type))
      .map((scaler) => ({
        if: { properties: { type: { enum: [scaler.type] } } },
        then: { properties: { metadata: metadataOf(scaler.parameters) } },
      })),
  };
  const newSpec = { ...spec, properties: { ...spec.properties, triggers: { ...triggers, items } } };
  return { ...kind, properties: { ...kind.properties, spec: newSpec } };
}

function metadataOf(all: ScalerParameter[]): OpenApiSchema {
  const parameters = all.filter(({ deprecated }) => deprecated === undefined);
  const inMetadata = parameters.filter((one) => one.metadataVariableReadable).map(({ name }) => name);
  const fromEnv = parameters.filter((one) => one.envVariableReadable).map(({ name }) => `${name}FromEnv`);
  const required = parameters.filter(
    (one) =>
      one.metadataVariableReadable &&
      !one.optional &&
      one.default === undefined &&
      !one.envVariableReadable &&
      !one.triggerAuthenticationVariableReadable &&
      parameters.filter(({ name }) => name === one.name).length === 1,
  );
  return {
    type: 'object',
    properties: Object.fromEntries([...inMetadata, ...fromEnv].map((name) => [name, {}])),
    additionalProperties: false,
    ...(required.length > 0 && { required: required.map(({ name }) => name) }),
  };
}
