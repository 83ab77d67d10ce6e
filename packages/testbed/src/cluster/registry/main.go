// An OCI registry in memory, gone with the process.
//
//	registry --address=127.0.0.1 --port=5000
package main

import (
	"flag"
	"log"
	"net"
	"net/http"
	"time"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	address := flag.String("address", "127.0.0.1", "where it listens")
	port := flag.String("port", "5000", "and on which port")
	flag.Parse()
	server := &http.Server{
		Addr:              net.JoinHostPort(*address, *port),
		Handler:           registry.New(registry.WithReferrersSupport(true)),
		ReadHeaderTimeout: 5 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}
