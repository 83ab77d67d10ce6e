import type { OpenApiDefinitions, OpenApiSchema } from '../openapi.ts';

/**
 * The definitions that a Go file made by openapi-gen (`openapi_generated.go`) holds, by the names that an API server
 * gives them: `com.github.tektoncd.pipeline.pkg.apis.pipeline.v1.Task`.
 */
export function readGoOpenApi(source: string): OpenApiDefinitions {
  const names = new Map(
    [...source.matchAll(/^\t\t"([^"]+)": +(schema_\w+)\(ref\),$/gm)].map(([, name, body]) => [body!, apiName(name!)]),
  );
  const bodies = source.split(/^func (?=schema_)/m).slice(1);
  return Object.fromEntries(
    bodies.map((body) => {
      const name = names.get(body.slice(0, body.indexOf('(')));
      const start = body.indexOf('spec.Schema{');
      if (!name || start < 0) throw new Error(`no definition begins with: ${body.slice(0, 80)}`);
      return [name, schemaOf(new GoLiterals(body.slice(start)).value() as GoSchema)] as const;
    }),
  );
}

/** `k8s.io/api/core/v1.Volume` is `io.k8s.api.core.v1.Volume` to an API server. */
export function apiName(goName: string): string {
  const [host = '', ...path] = goName.split('/');
  return [...host.split('.').toReversed(), ...path].join('.');
}

interface GoSchema {
  SchemaProps?: {
    Ref?: string;
    Type?: string[];
    Format?: string;
    Description?: string;
    Enum?: unknown[];
    Required?: string[];
    Properties?: Record<string, GoSchema>;
    Items?: { Schema: GoSchema };
    AdditionalProperties?: { Allows: boolean; Schema?: GoSchema };
  };
}

function schemaOf({ SchemaProps = {} }: GoSchema): OpenApiSchema {
  const { Ref, Type, Format, Description, Enum, Required, Properties, Items, AdditionalProperties } = SchemaProps;
  const { Schema: ofMap, Allows } = AdditionalProperties ?? {};
  const properties = Properties && Object.entries(Properties).map(([name, each]) => [name, schemaOf(each)] as const);
  return {
    ...(Ref && { $ref: `#/definitions/${apiName(Ref)}` }),
    ...(Type?.[0] && { type: Type[0] }),
    ...(Format && { format: Format }),
    ...(Description && { description: Description }),
    ...(Enum && { enum: Enum }),
    ...(Required && { required: Required }),
    ...(properties && { properties: Object.fromEntries(properties) }),
    ...(Items && { items: schemaOf(Items.Schema) }),
    ...(AdditionalProperties && { additionalProperties: ofMap ? schemaOf(ofMap) : Allows === true }),
  };
}

// Strings, what ends or begins something, and the rest: names, types, numbers.
const tokens = /"(?:[^"\\]|\\.)*"|[{}(),:]|[^\s"{}(),:]+(?:\{\}(?=\{))?/g;

/** Reads Go's composite literals: `spec.Schema{Type: []string{"object"}}` is `{ Type: ['object'] }`. */
class GoLiterals {
  readonly #tokens: string[];
  #next = 0;

  constructor(source: string) {
    this.#tokens = source.match(tokens) ?? [];
  }

  value(): unknown {
    const token = this.#take();
    if (token.startsWith('"')) return JSON.parse(token);
    if (token === '{') return this.#elements(false);
    if (this.#peek() === '{') {
      this.#take();
      return this.#elements(token.startsWith('[]'));
    }
    // ref("…"), ptr.To[int64](1)
    if (this.#peek() === '(') {
      this.#take();
      const argument = this.value();
      this.#expect(')');
      return argument;
    }
    return JSON.parse(token);
  }

  #elements(isList: boolean): unknown {
    const list: unknown[] = [];
    const record: Record<string, unknown> = {};
    while (this.#peek() !== '}') {
      if (isList) list.push(this.value());
      else {
        const key = this.#take();
        this.#expect(':');
        record[key.startsWith('"') ? (JSON.parse(key) as string) : key] = this.value();
      }
      if (this.#peek() === ',') this.#take();
    }
    this.#expect('}');
    return isList ? list : record;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#next];
  }

  #take(): string {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw new Error('the Go source ends inside a literal');
    return token;
  }

  #expect(token: string): void {
    const taken = this.#take();
    if (taken !== token) throw new Error(`the Go source has ${taken} where ${token} was expected`);
  }
}
