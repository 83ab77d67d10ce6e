// Package flux pins the Go types of Flux's HelmRelease, of which no module ships the definition, and the program that
// makes it from them.
package flux

import _ "github.com/fluxcd/helm-controller/api/v2"
