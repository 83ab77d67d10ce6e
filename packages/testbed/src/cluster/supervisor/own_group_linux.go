package main

import "syscall"

// A group of its own, so that Ctrl-C in the terminal reaches the supervisor's owner alone; and no life after ours.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
