// Package v1beta1 has no types.
package v1beta1

// AddToScheme has nothing to add.
func AddToScheme(any) error { return nil }
