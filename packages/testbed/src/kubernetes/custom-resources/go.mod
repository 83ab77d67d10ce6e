// The Go modules that publish custom resources, pinned. They are downloaded and read, never built, so nothing imports
// them: `go mod tidy` would remove every line. To change a version, edit it here and run `go mod download -x MODULE@VERSION`.
module archon.local/tools/kubernetes/custom-resources

go 1.26.0

require (
	github.com/cilium/cilium v1.20.2
	github.com/external-secrets/external-secrets v1.3.2
	github.com/fluxcd/source-controller v1.9.6
	github.com/kedacore/keda/v2 v2.21.0
	github.com/prometheus-operator/prometheus-operator v0.94.1
	github.com/tektoncd/pipeline v1.15.0
	github.com/tektoncd/triggers v0.37.0
	sigs.k8s.io/gateway-api v1.6.3
	sigs.k8s.io/gateway-api-inference-extension v1.6.0
	sigs.k8s.io/lws v0.9.0
)
