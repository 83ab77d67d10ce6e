// Package schema compiles the schema of a chart once. Helm compiles it for each render, which takes longer than the rest.
package schema

import (
	"bytes"
	"io"
	"log"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Cache has the compiled schemas of charts, by their text.
type Cache map[string]*jsonschema.Schema

// Met says whether the values that merge returns meet a schema. Where they do not, or where the schema cannot be compiled, Helm
// has to say why.
func (c Cache) Met(text []byte, merge func() (map[string]any, error)) (met bool) {
	if text == nil {
		return true
	}
	defer func() {
		// Helm reports a panic of the validator as an error of the schema.
		if recover() != nil {
			met = false
		}
	}()
	values, err := silently(merge)
	if err != nil {
		return false
	}
	compiled, known := c[string(text)]
	if !known {
		compiled = compile(text)
		c[string(text)] = compiled
	}
	return compiled != nil && compiled.Validate(values) == nil
}

func compile(text []byte) *jsonschema.Schema {
	const address = "file:///values.schema.json"
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil
	}
	compiler := jsonschema.NewCompiler()
	// What Helm would load from elsewhere is left to Helm.
	compiler.UseLoader(jsonschema.SchemeURLLoader{})
	if err := compiler.AddResource(address, read); err != nil {
		return nil
	}
	compiled, err := compiler.Compile(address)
	if err != nil {
		return nil
	}
	return compiled
}

// silently runs a function and discards its log: Helm runs the same again, and logs it.
func silently[T any](do func() (T, error)) (T, error) {
	defer log.SetOutput(log.Writer())
	log.SetOutput(io.Discard)
	return do()
}
