package main

import (
	"encoding/json"
	"os"
)

// What a node's namespaces are made of; written by write-node-files.ts.
type config struct {
	Folder   string   // of the cluster: writable inside, at the same path
	Root     string   // a root filesystem, which is left as it is
	ReadOnly []string // folders and files that are seen inside at the same path
	Ports    []int    // of 127.0.0.1 outside, passed on to the same ports inside
	Cgroup   string   // name of the group of all processes of the node's pods, in every hierarchy
	Hostname string
	Network  network
	// Folder for the certificate that the API server shows to the kubelet.
	Certificates string
	Sysctls      []string // below /proc/sys: writes to them stay inside
	// What is removed when the owner is gone before the cluster could be left to itself.
	Remove []string
}

type network struct {
	Bridge   string
	Address  string // of the node, with the length of its prefix
	Services string // the range of Services: no way leads there but kube-proxy's rules
}

func readConfig(file string) (config, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return config{}, err
	}
	var wanted config
	err = json.Unmarshal(text, &wanted)
	return wanted, err
}
