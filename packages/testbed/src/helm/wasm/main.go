//go:build js && wasm

// Command helm-wasm renders a chart by Helm 4 in a browser, from Helm's own source: without a cluster, a disk or a network.
// It adds the functions archonHelm.open(chart) and archonHelm.render(request) to the page that runs it; both take and
// return JSON.
package main

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"syscall/js"

	"archon.local/tools/helm/printed"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
)

// answer is what helm printed, or why it refused; Failure is neither: this program did not get so far.
type answer struct {
	Manifest string `json:"manifest,omitempty"`
	Notes    string `json:"notes,omitempty"`
	Error    string `json:"error,omitempty"`
	Failure  string `json:"failure,omitempty"`
}

func main() {
	js.Global().Set("archonHelm", map[string]any{"open": function(open), "render": function(render)})
	select {}
}

// files of the chart. Rendering changes a chart, so each render gets one of its own, made of these.
var files []*archive.BufferedFile

// open takes the chart as an object of paths and texts.
func open(text string) answer {
	chart := map[string]string{}
	if err := json.Unmarshal([]byte(text), &chart); err != nil {
		return answer{Failure: "the chart is not the JSON that this program reads: " + err.Error()}
	}
	files = nil
	for name, data := range chart {
		files = append(files, &archive.BufferedFile{Name: name, Data: []byte(data)})
	}
	return answer{}
}

func render(text string) answer {
	var one request
	if err := json.Unmarshal([]byte(text), &one); err != nil {
		return answer{Failure: "a request is not the JSON that this program reads: " + err.Error()}
	}
	logged := printed.RecordLog(4)
	release, err := renderChart(files, one)
	if err != nil {
		return answer{Error: logged.String() + "Error: " + err.Error()}
	}
	return answer{Manifest: release.Manifest(), Notes: release.Notes}
}

// function makes a JavaScript function of a function of texts. A panic is an answer too: it must not end the program.
func function(work func(string) answer) js.Func {
	return js.FuncOf(func(_ js.Value, arguments []js.Value) (text any) {
		defer func() {
			if panicked := recover(); panicked != nil {
				text = written(answer{Failure: fmt.Sprintf("Helm panicked: %v\n%s", panicked, debug.Stack())})
			}
		}()
		return written(work(arguments[0].String()))
	})
}

func written(one answer) string {
	text, err := json.Marshal(one)
	if err != nil {
		return `{"failure":"the answer is not JSON"}`
	}
	return string(text)
}
