package main

import (
	"bytes"
	"fmt"
	"log/slog"

	"archon.local/tools/helm/printed"
	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/cli/values"
	"helm.sh/helm/v4/pkg/getter"
	release "helm.sh/helm/v4/pkg/release/v1"
)

// files4 is files3 for Helm 4.
var files4 = map[string][]*archive.BufferedFile{}

// render4 does what Helm 4's `helm template` does.
func render4(one request) (printed.Release, error) {
	configuration := new(action.Configuration)
	configuration.SetLogger(slog.Default().Handler())
	client := action.NewInstall(configuration)
	client.DryRunStrategy, client.Replace = action.DryRunClient, true
	client.ReleaseName, client.Namespace, client.IsUpgrade = one.Release, one.Namespace, one.IsUpgrade
	kubeVersion, err := common.ParseKubeVersion(one.KubeVersion)
	if err != nil {
		return printed.Release{}, fmt.Errorf("invalid kube version '%s': %w", one.KubeVersion, err)
	}
	client.KubeVersion = kubeVersion
	options := values.Options{ValueFiles: texts(one.Values).addresses(), Values: one.Set}
	merged, err := options.MergeValues(getter.Providers{provider4(one.Values)})
	if err != nil {
		return printed.Release{}, err
	}
	loaded, err := load4(one.Chart)
	if err != nil {
		return printed.Release{}, err
	}
	// Where there are subcharts, Helm validates for those too.
	client.SkipSchemaValidation = len(loaded.Dependencies()) == 0 && schemas.Met(loaded.Schema, func() (map[string]any, error) {
		return util.CoalesceValues(loaded, merged)
	})
	installed, err := client.Run(loaded, merged)
	made, _ := installed.(*release.Release)
	if err != nil {
		return printed.Release{}, printed.Explain(made != nil, err)
	}
	result := printed.Release{Resources: made.Manifest, Notes: made.Info.Notes}
	for _, one := range made.Hooks {
		result.Hooks = append(result.Hooks, printed.Hook{Path: one.Path, Manifest: one.Manifest})
	}
	return result, nil
}

func load4(folder string) (*chart.Chart, error) {
	if _, known := files4[folder]; !known {
		loaded, err := loader.Load(folder)
		if err != nil {
			return nil, err
		}
		for _, file := range loaded.Raw {
			files4[folder] = append(files4[folder], &archive.BufferedFile{Name: file.Name, Data: file.Data})
		}
	}
	return loader.LoadFiles(files4[folder])
}

func provider4(given texts) getter.Provider {
	return getter.Provider{
		Schemes: []string{memory},
		New:     func(...getter.Option) (getter.Getter, error) { return getter4{given}, nil },
	}
}

type getter4 struct{ texts }

func (g getter4) Get(address string, _ ...getter.Option) (*bytes.Buffer, error) {
	return g.read(address)
}
