/** Names a kind of object: `{ group: 'apps', version: 'v1', kind: 'Deployment' }`; the core group is ''. */
export interface GroupVersionKind {
  group: string;
  version: string;
  kind: string;
}

/** What a schema may require of a value in addition to its type; written alike in OpenAPI and in JSON Schema draft-07. */
export interface Limits {
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  maxProperties?: number;
}

/** The names of all limits. */
export const limitNames = Object.keys({
  pattern: true,
  minLength: true,
  maxLength: true,
  minimum: true,
  maximum: true,
  multipleOf: true,
  minItems: true,
  maxItems: true,
  uniqueItems: true,
  minProperties: true,
  maxProperties: true,
} satisfies Record<keyof Limits, true>) as (keyof Limits)[];

/** A schema as Kubernetes' OpenAPI writes it, as far as it is read here. */
export interface OpenApiSchema extends Limits {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  enum?: unknown[];
  nullable?: boolean;
  required?: string[];
  properties?: Record<string, OpenApiSchema>;
  additionalProperties?: boolean | OpenApiSchema;
  items?: OpenApiSchema;
  allOf?: OpenApiSchema[];
  anyOf?: OpenApiSchema[];
  oneOf?: OpenApiSchema[];
  not?: OpenApiSchema;
  if?: OpenApiSchema;
  then?: OpenApiSchema;
  else?: OpenApiSchema;
  'x-kubernetes-group-version-kind'?: GroupVersionKind[];
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** Definitions by their full name: `io.k8s.api.core.v1.Toleration`. */
export type OpenApiDefinitions = Record<string, OpenApiSchema>;
