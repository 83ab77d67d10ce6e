package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/apps"
	"k8s.io/kubernetes/pkg/apis/core"
)

var decoder = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict).UniversalDecoder()

// refusalsOf says what Kubernetes has against an object. Of a Deployment it judges its pods too, which Kubernetes does
// only when they are made. It knows nothing of kinds that are not in strategies.
func refusalsOf(text []byte) []refusal {
	kind := kindOf(text)
	strategy, known := strategies[kind.GroupKind()]
	if !known {
		return nil
	}
	object, _, err := decoder.Decode(text, nil, nil)
	if err != nil {
		return []refusal{{Kind: kind.Kind, Message: err.Error()}}
	}
	found := create(kind, strategy, object)
	if deployment, is := object.(*apps.Deployment); is && len(found) == 0 {
		found = create(podKind.WithVersion("v1"), strategies[podKind], podOf(deployment))
	}
	return found
}

func kindOf(text []byte) schema.GroupVersionKind {
	var object metav1.TypeMeta
	// What is not JSON has no kind.
	_ = json.Unmarshal(text, &object)
	return object.GroupVersionKind()
}

func create(kind schema.GroupVersionKind, strategy rest.RESTCreateStrategy, object runtime.Object) (refusals []refusal) {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return []refusal{{Kind: kind.Kind, Message: err.Error()}}
	}
	name := accessor.GetName()
	defer func() {
		if panicked := recover(); panicked != nil {
			refusals = []refusal{{Kind: kind.Kind, Name: name, Message: fmt.Sprintf("Kubernetes' validation panicked: %v", panicked)}}
		}
	}()
	ctx := context.Background()
	if strategy.NamespaceScoped() {
		if accessor.GetNamespace() == "" {
			accessor.SetNamespace("default")
		}
		ctx = request.WithNamespace(ctx, accessor.GetNamespace())
	}
	// By these it finds the rules that are declared with the versioned type.
	ctx = request.WithRequestInfo(ctx, &request.RequestInfo{APIGroup: kind.Group, APIVersion: kind.Version})
	rest.FillObjectMetaSystemFields(accessor)
	err = rest.BeforeCreate(strategy, ctx, object)
	if err == nil {
		return nil
	}
	var status *apierrors.StatusError
	if !errors.As(err, &status) || status.ErrStatus.Details == nil || len(status.ErrStatus.Details.Causes) == 0 {
		return []refusal{{Kind: kind.Kind, Name: name, Message: err.Error()}}
	}
	for _, cause := range status.ErrStatus.Details.Causes {
		refusals = append(refusals, refusal{Kind: kind.Kind, Name: name, Field: cause.Field, Message: cause.Message})
	}
	return refusals
}

// podOf is what the controllers make of a Deployment's template.
func podOf(deployment *apps.Deployment) *core.Pod {
	template := deployment.Spec.Template.DeepCopy()
	pod := &core.Pod{ObjectMeta: template.ObjectMeta, Spec: template.Spec}
	pod.Name, pod.Namespace = deployment.Name, deployment.Namespace
	return pod
}
