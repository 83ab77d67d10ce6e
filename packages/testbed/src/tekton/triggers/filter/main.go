// Command filter says whether a push passes a CEL filter of an EventListener, with the variables and functions that Tekton
// Triggers gives to it. Tekton accepts a filter that does not parse, and then starts nothing.
// It reads one {"filter", "body"} per line on stdin, as JSON, and writes one {"passes", "error"} per line on stdout.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/ext"
)

type question struct {
	Filter string         `json:"filter"`
	Body   map[string]any `json:"body"`
}

type answer struct {
	Passes bool   `json:"passes"`
	Error  string `json:"error,omitempty"`
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "filter:", err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	// As makeCelEnv of triggers/pkg/interceptors/cel, without the functions of Triggers' own.
	variable := cel.MapType(cel.StringType, cel.DynType)
	environment, err := cel.NewEnv(
		ext.Strings(), ext.Encoders(), ext.Sets(), ext.Lists(), ext.Math(),
		cel.Variable("body", variable),
		cel.Variable("header", variable),
		cel.Variable("extensions", variable),
		cel.Variable("requestURL", cel.StringType),
	)
	if err != nil {
		return err
	}
	questions := json.NewDecoder(bufio.NewReader(in))
	answers := json.NewEncoder(out)
	for {
		var asked question
		if err := questions.Decode(&asked); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		passes, err := passes(environment, asked)
		said := answer{Passes: passes}
		if err != nil {
			said.Error = err.Error()
		}
		if err := answers.Encode(said); err != nil {
			return err
		}
	}
}

func passes(environment *cel.Env, asked question) (bool, error) {
	checked, issues := environment.Compile(asked.Filter)
	if err := issues.Err(); err != nil {
		return false, err
	}
	program, err := environment.Program(checked)
	if err != nil {
		return false, err
	}
	none := map[string]any{}
	result, _, err := program.Eval(map[string]any{"body": asked.Body, "header": none, "extensions": none, "requestURL": ""})
	if err != nil {
		return false, err
	}
	passed, isBool := result.Value().(bool)
	if !isBool {
		return false, fmt.Errorf("the filter is %v, not true or false", result.Value())
	}
	return passed, nil
}
