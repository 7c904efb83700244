// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
)

// The colors that are used, as ANSI escape sequences.
const (
	bold  = "1"
	faint = "2"
	green = "32"
	red   = "1;31"
)

// report prints what happens, and counts the checks.
type report struct {
	out   io.Writer
	color bool

	steps, checked, failed int
}

// isTerminal reports whether a file shows colors: it is a terminal, and the user does not object (https://no-color.org).
func isTerminal(file *os.File) bool {
	info, err := file.Stat()

	return err == nil && info.Mode()&os.ModeCharDevice != 0 && runtime.GOOS != "windows" &&
		os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// paint colors a text on a terminal.
func (r *report) paint(color, text string) string {
	if !r.color {
		return text
	}

	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// step begins a step.
func (r *report) step(title string) {
	r.steps++
	fmt.Fprintf(r.out, "\n%s\n\n", r.paint(bold, fmt.Sprintf("%d. %s", r.steps, title)))
}

// say prints a line.
func (r *report) say(format string, values ...any) {
	fmt.Fprintf(r.out, "   "+format+"\n", values...)
}

// check prints whether something is as it should be.
func (r *report) check(right bool, format string, values ...any) {
	r.checked++

	mark := r.paint(green, "ok   ")

	if !right {
		r.failed++

		mark = r.paint(red, "WRONG")
	}

	fmt.Fprintf(r.out, " "+mark+" "+format+"\n", values...)
}

// short shows enough of a secret to tell it from others.
func short(secret string) string {
	const shown = 6

	switch {
	case secret == "":
		return "(nothing)"
	case len(secret) <= 4*shown:
		return fmt.Sprintf("(%d characters)", len(secret))
	}

	return fmt.Sprintf("%s… (%d characters)", secret[:shown], len(secret))
}
