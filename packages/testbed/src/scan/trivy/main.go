// Runs trivy's embedded Kubernetes checks over a JSON array of objects on stdin, and prints every result as JSON.
// The trivy program itself would link every scanner it has, and fetch its checks from a registry.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"testing/fstest"

	"github.com/aquasecurity/trivy/pkg/iac/rego"
	"github.com/aquasecurity/trivy/pkg/iac/scan"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/kubernetes"
)

// Set by the build: checks say for which versions of trivy they are.
var version = "0.0.0"

type result struct {
	Object  string `json:"object"`
	Check   string `json:"check"`
	Message string `json:"message"`
	Passed  bool   `json:"passed"`
}

func main() {
	log.SetFlags(0)
	results, err := scanObjects(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		log.Fatal(err)
	}
}

func scanObjects(ctx context.Context) ([]result, error) {
	files, names, err := readObjects()
	if err != nil {
		return nil, err
	}
	scanner := kubernetes.NewScanner(
		rego.WithEmbeddedPolicies(true), rego.WithEmbeddedLibraries(true), rego.WithTrivyVersion(version))
	found, err := scanner.ScanFS(ctx, files, ".")
	if err != nil {
		return nil, err
	}
	results := make([]result, 0, len(found))
	for _, one := range found {
		results = append(results, result{
			Object:  names[one.Range().GetLocalFilename()],
			Check:   one.Rule().ID,
			Message: one.Description(),
			Passed:  one.Status() == scan.StatusPassed,
		})
	}
	return results, nil
}

// A file per object, so that each result tells which object it is about.
func readObjects() (fstest.MapFS, map[string]string, error) {
	var objects []json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&objects); err != nil {
		return nil, nil, fmt.Errorf("stdin is not a JSON array of Kubernetes objects: %w", err)
	}
	files, names := fstest.MapFS{}, map[string]string{}
	for index, object := range objects {
		var head struct {
			Kind     string
			Metadata struct{ Name string }
		}
		if err := json.Unmarshal(object, &head); err != nil {
			return nil, nil, fmt.Errorf("object %d: %w", index, err)
		}
		file := fmt.Sprintf("%d.json", index)
		files[file] = &fstest.MapFile{Data: object}
		names[file] = head.Kind + "/" + head.Metadata.Name
	}
	return files, names, nil
}
