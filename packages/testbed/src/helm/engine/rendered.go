package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/util/yaml"
)

// rendered is a release that was not installed.
type rendered struct {
	resources string
	hooks     []hook
	notes     string
}

type hook struct{ path, manifest string }

// manifest is what `helm template` prints: resources, then hooks.
func (r rendered) manifest() string {
	var text strings.Builder
	fmt.Fprintln(&text, strings.TrimSpace(r.resources))
	for _, one := range r.hooks {
		fmt.Fprintf(&text, "---\n# Source: %s\n%s\n", one.path, one.manifest)
	}
	return text.String()
}

// explain adds what helm's commands add when a release was rendered but is not valid.
func explain(hasRelease bool, err error) error {
	if hasRelease {
		return fmt.Errorf("%w\n\nUse --debug flag to render out invalid YAML", err)
	}
	return err
}

// parseObjects reads a manifest as Kubernetes' clients do; empty documents are left out.
func parseObjects(manifest string) ([]json.RawMessage, error) {
	documents := yaml.NewYAMLReader(bufio.NewReader(strings.NewReader(manifest)))
	objects := []json.RawMessage{}
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, err
		}
		object, err := yaml.ToJSON(document)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(object, []byte("null")) {
			objects = append(objects, object)
		}
	}
}
