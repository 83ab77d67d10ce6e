package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"path"
	"strings"

	"archon.local/tools/helm/printed"
	"archon.local/tools/helm/schema"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"helm.sh/helm/v4/pkg/strvals"
)

// request is one `helm template`.
type request struct {
	Release     string `json:"release"`
	Namespace   string `json:"namespace"`
	KubeVersion string `json:"kubeVersion"`
	// Values files, weakest first.
	Values []struct{ Name, Text string } `json:"values"`
	// --set arguments.
	Set       []string `json:"set"`
	IsUpgrade bool     `json:"isUpgrade"`
}

// renderChart does what Helm 4's `helm template` does, by the packages that its actions are made of: the actions
// themselves bring a client of Kubernetes and of registries, which are three quarters of their size.
func renderChart(files []*archive.BufferedFile, one request) (printed.Release, error) {
	kubeVersion, err := common.ParseKubeVersion(one.KubeVersion)
	if err != nil {
		return printed.Release{}, fmt.Errorf("invalid kube version '%s': %w", one.KubeVersion, err)
	}
	values, err := mergeValues(one)
	if err != nil {
		return printed.Release{}, err
	}
	loaded, err := loader.LoadFiles(files)
	if err != nil {
		return printed.Release{}, err
	}
	capabilities := common.DefaultCapabilities.Copy()
	capabilities.KubeVersion = *kubeVersion
	toRender, err := prepare(loaded, values, one, capabilities)
	if err != nil {
		return printed.Release{}, err
	}
	release, err := renderFiles(loaded, toRender, capabilities)
	if err != nil {
		// from here on Helm has a release, and says how to see more of it
		return printed.Release{}, printed.Explain(true, err)
	}
	return release, nil
}

func mergeValues(one request) (map[string]any, error) {
	values := map[string]any{}
	for _, file := range one.Values {
		read, err := loader.LoadValues(bytes.NewBufferString(file.Text))
		if err != nil {
			return nil, fmt.Errorf("failed to parse %s: %w", file.Name, err)
		}
		values = loader.MergeMaps(values, read)
	}
	for _, assignment := range one.Set {
		if err := strvals.ParseInto(assignment, values); err != nil {
			return nil, fmt.Errorf("failed parsing --set data: %w", err)
		}
	}
	return values, nil
}

// prepare is what comes before a release: its name, the dependencies, and the chart's schema.
func prepare(loaded *chart.Chart, values map[string]any, one request, capabilities *common.Capabilities) (common.Values, error) {
	if err := chartutil.ValidateReleaseName(one.Release); err != nil {
		return nil, refused("release name check failed", fmt.Errorf("release name %q: %w", one.Release, err))
	}
	if err := chartutil.ProcessDependencies(loaded, values); err != nil {
		return nil, refused("chart dependencies processing failed", err)
	}
	options := common.ReleaseOptions{
		Name:      one.Release,
		Namespace: one.Namespace,
		Revision:  1,
		IsInstall: !one.IsUpgrade,
		IsUpgrade: one.IsUpgrade,
	}
	// Where there are subcharts, Helm validates for those too.
	met := len(loaded.Dependencies()) == 0 && schemas.Met(loaded.Schema, func() (map[string]any, error) {
		return util.CoalesceValues(loaded, values)
	})
	return util.ToRenderValuesWithSchemaValidation(loaded, values, options, capabilities, met)
}

var schemas = schema.Cache{}

func renderFiles(loaded *chart.Chart, values common.Values, capabilities *common.Capabilities) (printed.Release, error) {
	if wanted := loaded.Metadata.KubeVersion; wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.String()) {
		return printed.Release{}, fmt.Errorf("chart requires kubeVersion: %s which is incompatible with Kubernetes %s", wanted, capabilities.KubeVersion.Version)
	}
	files, err := engine.Engine{}.Render(loaded, values)
	if err != nil {
		return printed.Release{}, err
	}
	release := printed.Release{Notes: files[path.Join(loaded.Name(), "templates", notesFile)]}
	for name := range files {
		if strings.HasSuffix(name, notesFile) {
			delete(files, name)
		}
	}
	hooks, manifests, err := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
	if err != nil {
		return printed.Release{}, err
	}
	var resources strings.Builder
	for _, one := range manifests {
		fmt.Fprintf(&resources, "---\n# Source: %s\n%s\n", one.Name, one.Content)
	}
	release.Resources = resources.String()
	for _, one := range hooks {
		release.Hooks = append(release.Hooks, printed.Hook{Path: one.Path, Manifest: one.Manifest})
	}
	return release, nil
}

const notesFile = "NOTES.txt"

// refused is an error that Helm logs as well.
func refused(what string, err error) error {
	slog.Error(what, slog.Any("error", err))
	return fmt.Errorf("%s: %w", what, err)
}
