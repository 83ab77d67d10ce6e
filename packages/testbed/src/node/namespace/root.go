package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Folders of the node that are kept on disk, in the cluster's folder; the rest of its root is memory over wanted.Root.
var onDisk = map[string]string{
	"node/containerd": "/var/lib/containerd",
	"node/kubelet":    "/var/lib/kubelet",
	"node/log":        "/var/log",
	"node/tmp":        "/tmp",
	"node/volumes":    "/var/lib/volumes",
}

// Makes the node's root filesystem and makes it the root of this process.
func enterRoot(wanted config) error {
	steps := mounts{}
	steps.mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, "")
	memory := filepath.Join(wanted.Folder, "node/memory")
	steps.folder(memory)
	steps.mount("tmpfs", memory, "tmpfs", 0, "size=512m,mode=0755")
	root := filepath.Join(memory, "root")
	for _, name := range []string{"root", "upper", "work"} {
		steps.folder(filepath.Join(memory, name))
	}
	steps.mount("overlay", root, "overlay", 0,
		fmt.Sprintf("lowerdir=%s,upperdir=%s/upper,workdir=%s/work", wanted.Root, memory, memory))

	steps.mount("proc", root+"/proc", "proc", syscall.MS_NOSUID|syscall.MS_NODEV|syscall.MS_NOEXEC, "")
	steps.mount("sysfs", root+"/sys", "sysfs", syscall.MS_NOSUID|syscall.MS_NODEV|syscall.MS_NOEXEC, "")
	steps.mount("/sys/fs/cgroup", root+"/sys/fs/cgroup", "", syscall.MS_BIND|syscall.MS_REC, "")
	steps.mount("/dev", root+"/dev", "", syscall.MS_BIND|syscall.MS_REC, "")
	steps.mount("tmpfs", root+"/run", "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "mode=0755")
	for from, to := range onDisk {
		steps.bind(filepath.Join(wanted.Folder, from), root+to)
	}
	steps.do(func() error { return os.Chmod(root+"/tmp", 0o777|os.ModeSticky) })
	for _, path := range wanted.ReadOnly {
		steps.bind(path, root+path)
		steps.mount("", root+path, "", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY, "")
	}
	steps.bind(wanted.Folder, root+wanted.Folder)
	for index, name := range wanted.Sysctls {
		steps.keepInside(root, name, index)
	}
	steps.write(root+"/etc/hosts", "127.0.0.1 localhost\n127.0.0.1 "+wanted.Hostname+"\n")
	steps.write(root+"/etc/hostname", wanted.Hostname+"\n")
	steps.write(root+"/etc/resolv.conf", "")
	steps.write(root+"/etc/machine-id", strings.Repeat("a", 32)+"\n")

	old := root + "/mnt"
	steps.do(func() error { return syscall.PivotRoot(root, old) })
	steps.do(func() error { return os.Chdir("/") })
	steps.do(func() error { return syscall.Unmount("/mnt", syscall.MNT_DETACH) })
	return steps.err
}

// Steps until one fails.
type mounts struct{ err error }

func (steps *mounts) do(step func() error) {
	if steps.err == nil {
		steps.err = step()
	}
}

func (steps *mounts) folder(path string) {
	steps.do(func() error { return os.MkdirAll(path, 0o755) })
}

func (steps *mounts) mount(source, target, kind string, flags uintptr, data string) {
	steps.do(func() error {
		if err := syscall.Mount(source, target, kind, flags, data); err != nil {
			return fmt.Errorf("mount %s on %s: %w", source, target, err)
		}
		return nil
	})
}

func (steps *mounts) bind(source, target string) {
	if info, err := os.Stat(source); err == nil && !info.IsDir() {
		steps.folder(filepath.Dir(target))
		steps.write(target, "")
	} else {
		steps.folder(source)
		steps.folder(target)
	}
	steps.mount(source, target, "", syscall.MS_BIND, "")
}

func (steps *mounts) write(file, text string) {
	steps.do(func() error {
		_ = os.Remove(file) // it may be a link
		return os.WriteFile(file, []byte(text), 0o644)
	})
}

// The kubelet sets a few kernel settings of the whole machine: it writes to a file of the node instead.
func (steps *mounts) keepInside(root, name string, index int) {
	setting, own := filepath.Join(root, "/proc/sys", name), fmt.Sprintf("%s/run/sysctl-%d", root, index)
	value, err := os.ReadFile(setting)
	if err != nil {
		return // this kernel does not have it
	}
	steps.write(own, string(value))
	steps.mount(own, setting, "", syscall.MS_BIND, "")
}
