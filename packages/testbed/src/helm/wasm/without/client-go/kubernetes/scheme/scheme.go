// Package scheme has the names of Kubernetes' API versions, which is all that Helm reads of it to render.
package scheme

import "k8s.io/apimachinery/pkg/runtime/schema"

type versions struct{}

// Scheme has no types.
var Scheme versions

// PrioritizedVersionsAllGroups are those of apiVersions, with the ones that Helm registers there.
func (versions) PrioritizedVersionsAllGroups() []schema.GroupVersion {
	all := make([]schema.GroupVersion, len(apiVersions))
	for index, name := range apiVersions {
		all[index], _ = schema.ParseGroupVersion(name)
	}
	return all
}
