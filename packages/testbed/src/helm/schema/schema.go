// Package schema compiles the schema of a chart once. Helm compiles it for each render, which takes longer than the rest.
package schema

import (
	"bytes"
	"io"
	"log"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
)

// Cache has the compiled schemas of charts, by their text.
type Cache map[string]*jsonschema.Schema

// ChartMet says whether values meet the schema of a chart, so that Helm 4 need not validate them. It is false where there are
// subcharts: Helm validates for those too. Helm 3 has other types, and must not be linked into the page.
func (c Cache) ChartMet(loaded *chart.Chart, values map[string]any) bool {
	if len(loaded.Dependencies()) > 0 {
		return false
	}
	merged, err := Silently(func() (map[string]any, error) { return util.CoalesceValues(loaded, values) })
	return err == nil && c.Met(loaded.Schema, merged)
}

// Met says whether values meet a schema. Where they do not, or where the schema cannot be compiled, Helm has to say why.
func (c Cache) Met(text []byte, values map[string]any) (met bool) {
	if text == nil {
		return true
	}
	defer func() {
		// Helm reports a panic of the validator as an error of the schema.
		if recover() != nil {
			met = false
		}
	}()
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

// Silently runs a function and discards its log: Helm runs the same again, and logs it.
func Silently[T any](do func() (T, error)) (T, error) {
	defer log.SetOutput(log.Writer())
	log.SetOutput(io.Discard)
	return do()
}
