// Command kubernetes-oracle says what Kubernetes' own validation has against objects, without an API server: it decodes
// each strictly, fills in the defaults and calls what the API server calls when the object is created. Admission plugins,
// quotas and what depends on other objects are not asked.
// It reads one list of objects per line on stdin, as JSON, and writes one list of refusals per line on stdout.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/kubernetes/pkg/capabilities"
)

// refusal is one error of one field, or of the whole object where the field is empty.
type refusal struct {
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Field   string `json:"field"`
	Message string `json:"message"`
}

func main() {
	// As `--allow-privileged`, which distributions set.
	capabilities.Setup(true, 0)
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "kubernetes-oracle:", err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	requests := json.NewDecoder(bufio.NewReader(in))
	answers := json.NewEncoder(out)
	answers.SetEscapeHTML(false)
	for {
		var objects []json.RawMessage
		if err := requests.Decode(&objects); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("a request is not a list of objects in JSON: %w", err)
		}
		refusals := []refusal{}
		for _, object := range objects {
			refusals = append(refusals, refusalsOf(object)...)
		}
		if err := answers.Encode(refusals); err != nil {
			return err
		}
	}
}
