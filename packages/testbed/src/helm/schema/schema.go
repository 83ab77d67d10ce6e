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

// Cache has the compiled schemas of charts, each under its text.
type Cache map[string]*jsonschema.Schema

// MeetsOwn says whether Helm 4 can spare a look at the schema of a chart for these values. It cannot where there are subcharts.
func (c Cache) MeetsOwn(loaded *chart.Chart, values map[string]any) bool {
	if len(loaded.Dependencies()) > 0 {
		return false
	}
	merged, err := Silently(func() (map[string]any, error) { return util.CoalesceValues(loaded, values) })
	return err == nil && c.Meets(loaded.Schema, merged)
}

// Meets says whether values meet a schema. Where they do not, or where the schema cannot be read, Helm itself has to say why.
func (c Cache) Meets(text []byte, values map[string]any) bool {
	if len(text) == 0 {
		return true
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

// Silently does something without its log, which Helm writes again.
func Silently[T any](do func() (T, error)) (T, error) {
	defer log.SetOutput(log.Writer())
	log.SetOutput(io.Discard)
	return do()
}
