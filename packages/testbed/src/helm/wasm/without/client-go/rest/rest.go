// Package rest has no cluster to ask.
package rest

// Config leads nowhere.
type Config struct{}
