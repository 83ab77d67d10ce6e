import { describe, expect, it } from 'vitest';
import { readGoOpenApi } from './go-openapi.ts';

const generated = `
func GetOpenAPIDefinitions(ref common.ReferenceCallback) map[string]common.OpenAPIDefinition {
	return map[string]common.OpenAPIDefinition{
		"example.com/team/api/v1.Thing": schema_api_v1_Thing(ref),
	}
}

func schema_api_v1_Thing(ref common.ReferenceCallback) common.OpenAPIDefinition {
	return common.OpenAPIDefinition{
		Schema: spec.Schema{
			SchemaProps: spec.SchemaProps{
				Description: "A \\"thing\\", with {braces}: all of it.",
				Type:        []string{"object"},
				Properties: map[string]spec.Schema{
					"volumes": {
						VendorExtensible: spec.VendorExtensible{
							Extensions: spec.Extensions{
								"x-kubernetes-list-type": "atomic",
							},
						},
						SchemaProps: spec.SchemaProps{
							Type: []string{"array"},
							Items: &spec.SchemaOrArray{
								Schema: &spec.Schema{
									SchemaProps: spec.SchemaProps{
										Default: map[string]interface{}{},
										Ref:     ref("k8s.io/api/core/v1.Volume"),
									},
								},
							},
						},
					},
					"labels": {
						SchemaProps: spec.SchemaProps{
							Type: []string{"object"},
							AdditionalProperties: &spec.SchemaOrBool{
								Allows: true,
								Schema: &spec.Schema{
									SchemaProps: spec.SchemaProps{
										Type:   []string{"string"},
										Format: "",
										Enum:   []interface{}{"a", "b"},
									},
								},
							},
						},
					},
				},
				Required: []string{"volumes"},
			},
		},
		Dependencies: []string{
			"k8s.io/api/core/v1.Volume"},
	}
}
`;

describe("The OpenAPI of Go's types", () => {
  it('should be read from what openapi-gen writes', () => {
    expect(readGoOpenApi(generated)).toEqual({
      'com.example.team.api.v1.Thing': {
        type: 'object',
        description: 'A "thing", with {braces}: all of it.',
        required: ['volumes'],
        properties: {
          volumes: { type: 'array', items: { $ref: '#/definitions/io.k8s.api.core.v1.Volume' } },
          labels: { type: 'object', additionalProperties: { type: 'string', enum: ['a', 'b'] } },
        },
      },
    });
  });

  it('should not be taken from a source that ends too early', () => {
    expect(() => readGoOpenApi(generated.slice(0, generated.indexOf('Required')))).toThrow(/ends inside a literal/);
  });
});
