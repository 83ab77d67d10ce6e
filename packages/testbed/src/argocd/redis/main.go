// Argo CD's cache: Redis in memory, on one address, gone with the process.
package main

import (
	"flag"
	"log"
	"time"

	"github.com/alicebob/miniredis/v2"
)

const tick = 100 * time.Millisecond

func main() {
	address := flag.String("address", "", "where to listen, host:port")
	flag.Parse()
	server := miniredis.NewMiniRedis()
	if err := server.StartAddr(*address); err != nil {
		log.Fatal(err)
	}
	// It has no clock of its own: without this nothing would ever expire.
	previous := time.Now()
	for now := range time.Tick(tick) {
		server.FastForward(now.Sub(previous))
		previous = now
	}
}
