package main

import (
	"bytes"
	"fmt"

	"archon.local/tools/helm/printed"
	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/cli/values"
	"helm.sh/helm/v3/pkg/getter"
)

// files3 are the files of each chart. Rendering changes a chart, so each render gets one of its own, made of these.
var files3 = map[string][]*loader.BufferedFile{}

// render3 does what Helm 3's `helm template` does.
func render3(one request) (printed.Release, error) {
	client := action.NewInstall(new(action.Configuration))
	client.DryRun, client.ClientOnly, client.Replace = true, true, true
	client.ReleaseName, client.Namespace, client.IsUpgrade = one.Release, one.Namespace, one.IsUpgrade
	kubeVersion, err := chartutil.ParseKubeVersion(one.KubeVersion)
	if err != nil {
		return printed.Release{}, fmt.Errorf("invalid kube version '%s': %s", one.KubeVersion, err)
	}
	client.KubeVersion = kubeVersion
	options := values.Options{ValueFiles: texts(one.Values).addresses(), Values: one.Set}
	merged, err := options.MergeValues(getter.Providers{provider3(one.Values)})
	if err != nil {
		return printed.Release{}, err
	}
	loaded, err := load3(one.Chart)
	if err != nil {
		return printed.Release{}, err
	}
	// Where there are subcharts, Helm validates for those too.
	client.SkipSchemaValidation = len(loaded.Dependencies()) == 0 && schemas.Met(loaded.Schema, func() (map[string]any, error) {
		return chartutil.CoalesceValues(loaded, merged)
	})
	release, err := client.Run(loaded, merged)
	if err != nil {
		return printed.Release{}, printed.Explain(release != nil, err)
	}
	result := printed.Release{Resources: release.Manifest, Notes: release.Info.Notes}
	for _, one := range release.Hooks {
		result.Hooks = append(result.Hooks, printed.Hook{Path: one.Path, Manifest: one.Manifest})
	}
	return result, nil
}

func load3(folder string) (*chart.Chart, error) {
	if _, known := files3[folder]; !known {
		loaded, err := loader.Load(folder)
		if err != nil {
			return nil, err
		}
		for _, file := range loaded.Raw {
			files3[folder] = append(files3[folder], &loader.BufferedFile{Name: file.Name, Data: file.Data})
		}
	}
	return loader.LoadFiles(files3[folder])
}

func provider3(given texts) getter.Provider {
	return getter.Provider{
		Schemes: []string{memory},
		New:     func(...getter.Option) (getter.Getter, error) { return getter3{given}, nil },
	}
}

type getter3 struct{ texts }

func (g getter3) Get(address string, _ ...getter.Option) (*bytes.Buffer, error) {
	return g.read(address)
}
