package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// Helm reads values files by a getter where their address has a scheme: so its own code reads texts out of memory.
const memory = "memory"

// texts are values files that were never written.
type texts []string

// addresses are what stands for the texts after --values.
func (t texts) addresses() []string {
	addresses := make([]string, len(t))
	for index := range t {
		addresses[index] = fmt.Sprintf("%s:%d", memory, index)
	}
	return addresses
}

func (t texts) read(address string) (*bytes.Buffer, error) {
	index, err := strconv.Atoi(strings.TrimPrefix(address, memory+":"))
	if err != nil {
		return nil, err
	}
	return bytes.NewBufferString(t[index]), nil
}
