import { describe, expect, it } from 'vitest';
import { closedSchemas } from '../json-schema.ts';
import { readCustomTypes } from './custom-types.ts';
import { sources } from './sources.ts';

const pool = { source: sources.inferenceExtension, kind: 'InferencePool', version: 'v1' };
const reference = { ...pool, name: 'EndpointPickerRef', at: 'spec.endpointPickerRef' };

describe('A part of a custom resource', () => {
  it('should be a closed definition like those of Kubernetes, under its own name', () => {
    const types = readCustomTypes([reference, { ...pool, name: 'TargetPort', at: 'spec.targetPorts[]' }]);
    const { EndpointPickerRef, TargetPort } = closedSchemas(types, Object.keys(types));
    expect(EndpointPickerRef).toMatchObject({ required: ['name'], additionalProperties: false });
    expect(EndpointPickerRef?.properties?.failureMode?.enum).toEqual(['FailOpen', 'FailClose']);
    expect(TargetPort?.properties?.number).toMatchObject({ type: 'integer', minimum: 1, maximum: 65535 });
  });

  it('should be looked for where it is', () => {
    expect(() => readCustomTypes([{ ...reference, at: 'spec.endpointPicker' }])).toThrow(
      /^InferencePool has no spec.endpointPicker: endpointPicker is not one of .*, endpointPickerRef, selector, targetPorts$/,
    );
    expect(() => readCustomTypes([{ ...reference, version: 'v9' }])).toThrow(/does not serve InferencePool v9$/);
  });
});
