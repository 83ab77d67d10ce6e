// Keeps the processes of a cluster. It reads one request a line from its standard input, as JSON, and answers with one
// event a line. Whatever ends that input (its owner's end, kill -9 included) ends every process and removes the paths
// that it was told to, unless it was told to stay; on Linux its own end ends them too, so nothing is ever left behind.
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// One of: start a process, end one by its name, name what to remove when the owner is gone, or stay when it is. Who
// stays appends its events to a file: nobody reads them any more.
type request struct {
	Start  *process  `json:"start"`
	End    string    `json:"end"`
	Remove *[]string `json:"remove"`
	Stay   *string   `json:"stay"`
}

type process struct {
	Name string   `json:"name"`
	Args []string `json:"args"`
	Env  []string `json:"env"`
	Dir  string   `json:"dir"`
	Log  string   `json:"log"`
}

type event struct {
	Event string `json:"event"` // started, failed, ended or staying
	Name  string `json:"name,omitempty"`
	Time  string `json:"time"`
	Pid   int    `json:"pid,omitempty"`
	Error string `json:"error,omitempty"` // why it did not start, or how it ended
	Asked bool   `json:"asked,omitempty"` // it ended because it was told to
}

type running struct {
	command *exec.Cmd
	ended   chan struct{}
	asked   bool
}

type supervisor struct {
	mutex   sync.Mutex
	running map[string]*running
	output  *json.Encoder
}

const grace = 5 * time.Second

// How this program ends when its owner is gone before the cluster could stay.
const removing = 3

func main() {
	// The kernel ends children with the thread that started them: the main thread, which lives as long as this process.
	runtime.LockOSThread()
	signal.Ignore(syscall.SIGPIPE, syscall.SIGHUP)
	ending := make(chan os.Signal, 1)
	signal.Notify(ending, syscall.SIGTERM, syscall.SIGINT)

	keeper := supervisor{running: map[string]*running{}, output: json.NewEncoder(os.Stdout)}
	requests, stay, remove := readRequests(), false, []string{}
	for {
		select {
		case <-ending:
			keeper.endAll()
			return
		case asked, open := <-requests:
			switch {
			case !open && stay:
				requests = nil
			case !open:
				keeper.endAll()
				for _, path := range remove {
					_ = os.RemoveAll(path)
				}
				if len(remove) > 0 {
					os.Exit(removing) // not all of it can be removed by who runs inside of it
				}
				return
			case asked.Start != nil:
				keeper.start(*asked.Start)
			case asked.End != "":
				go keeper.end(asked.End)
			case asked.Remove != nil:
				remove = *asked.Remove
			case asked.Stay != nil:
				stay = keeper.stay(*asked.Stay)
			}
		}
	}
}

func readRequests() chan request {
	requests := make(chan request)
	go func() {
		defer close(requests)
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			var asked request
			if json.Unmarshal(lines.Bytes(), &asked) == nil {
				requests <- asked
			}
		}
	}()
	return requests
}

func (keeper *supervisor) start(wanted process) {
	command := exec.Command(wanted.Args[0], wanted.Args[1:]...)
	command.Dir, command.Env, command.SysProcAttr = wanted.Dir, wanted.Env, ownGroup()
	log, err := os.OpenFile(wanted.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil {
		defer log.Close()
		command.Stdout, command.Stderr = log, log
		err = command.Start()
	}
	if err != nil {
		keeper.say(event{Event: "failed", Name: wanted.Name, Error: err.Error()})
		return
	}
	started := &running{command: command, ended: make(chan struct{})}
	keeper.mutex.Lock()
	keeper.running[wanted.Name] = started
	keeper.mutex.Unlock()
	keeper.say(event{Event: "started", Name: wanted.Name, Pid: command.Process.Pid})
	go keeper.await(wanted.Name, started)
}

func (keeper *supervisor) await(name string, started *running) {
	_ = started.command.Wait()
	keeper.mutex.Lock()
	if keeper.running[name] == started {
		delete(keeper.running, name)
	}
	asked := started.asked
	keeper.mutex.Unlock()
	keeper.say(event{Event: "ended", Name: name, Error: started.command.ProcessState.String(), Asked: asked})
	close(started.ended)
}

// Ends a process and what it has started: asked first, and killed when it takes too long.
func (keeper *supervisor) end(name string) {
	keeper.mutex.Lock()
	ending := keeper.running[name]
	if ending != nil {
		ending.asked = true
	}
	keeper.mutex.Unlock()
	if ending == nil {
		return
	}
	group := -ending.command.Process.Pid
	_ = syscall.Kill(group, syscall.SIGTERM)
	select {
	case <-ending.ended:
	case <-time.After(grace):
	}
	_ = syscall.Kill(group, syscall.SIGKILL)
	<-ending.ended
}

// A cluster that ends takes its data with it: nobody needs to be asked.
func (keeper *supervisor) endAll() {
	keeper.mutex.Lock()
	all := []*running{}
	for _, each := range keeper.running {
		each.asked = true
		_ = syscall.Kill(-each.command.Process.Pid, syscall.SIGKILL)
		all = append(all, each)
	}
	keeper.mutex.Unlock()
	for _, each := range all {
		<-each.ended
	}
}

// From here on, events go to a file.
func (keeper *supervisor) stay(file string) bool {
	record, err := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		keeper.say(event{Event: "failed", Error: err.Error()})
		return false
	}
	keeper.say(event{Event: "staying"})
	keeper.mutex.Lock()
	defer keeper.mutex.Unlock()
	keeper.output = json.NewEncoder(record)
	return true
}

func (keeper *supervisor) say(happened event) {
	happened.Time = time.Now().UTC().Format(time.RFC3339)
	keeper.mutex.Lock()
	defer keeper.mutex.Unlock()
	_ = keeper.output.Encode(happened) // nobody may be listening any more
}
