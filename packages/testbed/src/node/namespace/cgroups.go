package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const cgroups = "/sys/fs/cgroup"

// One tree for all controllers (version 2), or one for each, as on older machines.
func hierarchies() []string {
	if _, err := os.Stat(cgroups + "/cgroup.controllers"); err == nil {
		return []string{cgroups}
	}
	folders, _ := filepath.Glob(cgroups + "/*")
	found := []string{}
	for _, folder := range folders {
		// Some are other names of one, by symbolic links.
		if info, err := os.Lstat(folder); err == nil && info.IsDir() {
			found = append(found, folder)
		}
	}
	return found
}

func makeCgroups(name string) error {
	for _, hierarchy := range hierarchies() {
		group := filepath.Join(hierarchy, name)
		if err := os.Mkdir(group, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
			return err
		}
		if err := inherit(hierarchy, group); err != nil {
			return err
		}
	}
	return nil
}

func inherit(parent, group string) error {
	// Version 1: a group without processors and memory nodes takes no process.
	for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
		value, err := os.ReadFile(filepath.Join(parent, file))
		if err != nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(group, file), value, 0o644); err != nil {
			return err
		}
	}
	// Version 2: children have the controllers that their parent passes on.
	controllers, err := os.ReadFile(filepath.Join(group, "cgroup.controllers"))
	if err != nil || parent != cgroups {
		return nil
	}
	passed := ""
	for _, each := range strings.Fields(string(controllers)) {
		passed += " +" + each
	}
	return os.WriteFile(filepath.Join(group, "cgroup.subtree_control"), []byte(passed), 0o644)
}

// Removes the groups and all below them; a process that was killed leaves its group a little later.
func removeCgroups(name string) {
	deadline := time.Now().Add(5 * time.Second)
	for _, hierarchy := range hierarchies() {
		for !removed(filepath.Join(hierarchy, name)) && time.Now().Before(deadline) {
			time.Sleep(20 * time.Millisecond)
		}
	}
}

func removed(group string) bool {
	entries, _ := os.ReadDir(group)
	for _, entry := range entries {
		if entry.IsDir() {
			removed(filepath.Join(group, entry.Name()))
		}
	}
	err := syscall.Rmdir(group)
	return err == nil || errors.Is(err, os.ErrNotExist)
}
