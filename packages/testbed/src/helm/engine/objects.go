package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/util/yaml"
)

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
