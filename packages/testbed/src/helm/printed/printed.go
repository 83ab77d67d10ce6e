// Package printed is what the commands of Helm print: of a release that was not installed, and of a refusal.
package printed

import (
	"fmt"
	"strings"
)

// Release is a release that was not installed.
type Release struct {
	Resources string
	Hooks     []Hook
	Notes     string
}

// Hook is an object that is not among the resources.
type Hook struct{ Path, Manifest string }

// Manifest is what `helm template` prints: resources, then hooks.
func (r Release) Manifest() string {
	var text strings.Builder
	fmt.Fprintln(&text, strings.TrimSpace(r.Resources))
	for _, one := range r.Hooks {
		fmt.Fprintf(&text, "---\n# Source: %s\n%s\n", one.Path, one.Manifest)
	}
	return text.String()
}

// Explain adds what helm's commands add when a release was rendered but is not valid.
func Explain(hasRelease bool, err error) error {
	if hasRelease {
		return fmt.Errorf("%w\n\nUse --debug flag to render out invalid YAML", err)
	}
	return err
}
