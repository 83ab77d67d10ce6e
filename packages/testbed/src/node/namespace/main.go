// Runs a command as the only thing that a node of its own has started: in mount, network, process, IPC and host name
// namespaces of its own, on a root filesystem of its own, with no way out. When it ends, or its starter does, the
// kernel ends every process and mount of the node; this program then removes the node's control groups.
//
//	namespace <config.json> <command> [<argument>…]
package main

import (
	"fmt"
	"net"
	"os"
	"os/signal"
	"runtime"
	"syscall"
)

// The second start of this program, as process 1 of the new namespaces.
const insideVariable = "ARCHON_NODE_INSIDE"

// How the supervisor ends when its owner is gone: what it keeps is to be removed.
const ownerGone = 3

func main() {
	// The kernel ends children with the thread that started them: the main thread, which lives as long as this process.
	runtime.LockOSThread()
	if len(os.Args) < 3 {
		fail(fmt.Errorf("usage: namespace <config.json> <command> [<argument>…]"))
	}
	wanted, err := readConfig(os.Args[1])
	if err != nil {
		fail(err)
	}
	if os.Getenv(insideVariable) != "" {
		fail(runInside(wanted, os.Args[2:]))
	}
	os.Exit(runOutside(wanted))
}

func runOutside(wanted config) int {
	signal.Ignore(syscall.SIGPIPE, syscall.SIGHUP)
	ending := make(chan os.Signal, 1)
	signal.Notify(ending, syscall.SIGTERM, syscall.SIGINT)
	// Listening sockets belong to the namespace in which they were made, whoever accepts from them.
	files := []*os.File{os.Stdin, os.Stdout, os.Stderr}
	for _, port := range wanted.Ports {
		listener, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			fail(err)
		}
		file, err := listener.(*net.TCPListener).File()
		if err != nil {
			fail(err)
		}
		_ = listener.Close()
		files = append(files, file)
	}
	if err := makeCgroups(wanted.Cgroup); err != nil {
		removeCgroups(wanted.Cgroup)
		fail(fmt.Errorf("control groups: %w", err))
	}
	inside, err := os.StartProcess("/proc/self/exe", os.Args, &os.ProcAttr{
		Env: append(os.Environ(), insideVariable+"=1"), Files: files,
		Sys: &syscall.SysProcAttr{
			Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWNET | syscall.CLONE_NEWPID | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS,
			Pdeathsig:  syscall.SIGKILL, Setsid: true,
		},
	})
	if err != nil {
		removeCgroups(wanted.Cgroup)
		fail(fmt.Errorf("namespaces: %w", err))
	}
	for _, file := range files[1:] {
		_ = file.Close()
	}
	_ = os.Stdin.Close()
	go func() {
		<-ending
		_ = inside.Kill()
	}()
	state, err := inside.Wait()
	if err != nil {
		fail(err)
	}
	removeCgroups(wanted.Cgroup)
	if state.ExitCode() == ownerGone {
		for _, path := range wanted.Remove {
			_ = os.RemoveAll(path)
		}
	}
	return max(state.ExitCode(), 0)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "node:", err)
	os.Exit(1)
}
