package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"syscall"
)

// Makes the node, runs the command in it, and ends as it ends. Returns only when something failed.
func runInside(wanted config, command []string) error {
	listeners, err := inheritedListeners(len(wanted.Ports))
	if err != nil {
		return err
	}
	if err := makeClientCertificate(wanted.Certificates); err != nil {
		return fmt.Errorf("certificates: %w", err)
	}
	if err := enterRoot(wanted); err != nil {
		return fmt.Errorf("root filesystem: %w", err)
	}
	if err := syscall.Sethostname([]byte(wanted.Hostname)); err != nil {
		return err
	}
	if err := setUpNetwork(wanted.Network); err != nil {
		return fmt.Errorf("network: %w", err)
	}
	if err := os.Unsetenv(insideVariable); err != nil {
		return err
	}
	for index, listener := range listeners {
		go passOn(listener, wanted.Ports[index])
	}
	child, err := os.StartProcess(command[0], command, &os.ProcAttr{Dir: "/", Env: os.Environ(), Files: []*os.File{os.Stdin, os.Stdout, os.Stderr}})
	if err != nil {
		return err
	}
	_ = os.Stdin.Close()
	_ = os.Stdout.Close()
	for {
		// Process 1 inherits every orphan.
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil {
			return err
		}
		if pid == child.Pid {
			if status.Signaled() {
				os.Exit(128 + int(status.Signal()))
			}
			os.Exit(status.ExitStatus())
		}
	}
}

func inheritedListeners(count int) ([]net.Listener, error) {
	listeners := []net.Listener{}
	for index := range count {
		file := os.NewFile(uintptr(3+index), "listener")
		listener, err := net.FileListener(file)
		if err != nil {
			return nil, err
		}
		_ = file.Close()
		listeners = append(listeners, listener)
	}
	return listeners, nil
}

// A node whose only neighbour is itself: its address is on a bridge without ports, and nothing can leave.
func setUpNetwork(wanted network) error {
	for _, arguments := range [][]string{
		{"link", "set", "lo", "up"},
		{"link", "add", wanted.Bridge, "type", "bridge"},
		{"address", "add", wanted.Address, "dev", wanted.Bridge},
		{"link", "set", wanted.Bridge, "up"},
		{"route", "add", "unreachable", "default", "metric", "4278198272"},
		{"route", "add", wanted.Services, "dev", wanted.Bridge},
	} {
		if said, err := exec.Command("/sbin/ip", arguments...).CombinedOutput(); err != nil {
			return fmt.Errorf("ip %v: %s", arguments, said)
		}
	}
	return nil
}

func passOn(listener net.Listener, port int) {
	for {
		outer, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer outer.Close()
			inner, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
			if err != nil {
				return
			}
			defer inner.Close()
			go copyAndClose(inner, outer)
			copyAndClose(outer, inner)
		}()
	}
}

// Each direction may end alone.
func copyAndClose(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	_ = to.(*net.TCPConn).CloseWrite()
}
