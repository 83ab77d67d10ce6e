// Package dynamic has no cluster to ask. Rendering never comes here: without a cluster `lookup` answers empty, as in `helm template`.
package dynamic

import (
	"context"
	"errors"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
)

// Object would be one of a cluster.
type Object interface{ UnstructuredContent() map[string]any }

// ResourceInterface would read objects.
type ResourceInterface interface {
	Get(context.Context, string, metav1.GetOptions, ...string) (Object, error)
	List(context.Context, metav1.ListOptions) (Object, error)
}

// NamespaceableResourceInterface would read those of a namespace too.
type NamespaceableResourceInterface interface {
	ResourceInterface
	Namespace(string) ResourceInterface
}

// Interface would read a cluster.
type Interface interface {
	Resource(schema.GroupVersionResource) NamespaceableResourceInterface
}

// NewForConfig fails: there is no cluster.
func NewForConfig(*rest.Config) (Interface, error) { return nil, errors.New("there is no cluster") }
