// Package harness writes down what a program asks, and answers with drawn values.
package harness

import (
	"fmt"
	"hash/fnv"
	"strings"
)

var (
	trace  []string
	counts map[string]int
	seed   int
	served map[string]string
	gone   []string
)

// Drawn is a number that depends on the seed, the label, and how often it was asked for.
func Drawn(label string) int {
	counts[label]++
	hash := fnv.New32a()
	fmt.Fprintf(hash, "%d/%s/%d", seed, label, counts[label])
	value := hash.Sum32()
	value = (value ^ value>>13) * 0x5bd1e995
	return int((value ^ value>>15) >> 4)
}

// Note writes a line down.
func Note(text string) {
	trace = append(trace, text)
	if len(trace) > 300 {
		panic("too long")
	}
}

// Trace, Ask, Number, Text and Fail write their label down and give a drawn value, or none.
func Trace(label string) { Note(label) }

func Ask(label string) bool {
	Note(label)
	return Drawn(label)%2 == 0
}

func Number(label string) int {
	Note(label)
	return Drawn(label) % 4
}

func Text(label string) string {
	Note(label)
	return []string{"red", "blue", "a", ""}[Drawn(label)%4]
}

func Fail(label string) {
	Note(label)
	if Drawn(label)%2 == 1 {
		panic(label)
	}
}

// Show writes values down.
func Show(label string, values ...any) {
	texts := []string{label}
	for _, value := range values {
		texts = append(texts, fmt.Sprintf("%T %v", value, value))
	}
	Note(strings.Join(texts, " "))
}

// Served is what a flag serves.
func Served(key string) string {
	for _, one := range gone {
		if one == key {
			Note("asks for " + key)
		}
	}
	return served[key]
}

// Run runs a program for one seed.
func Run(of int, flags map[string]string, removed []string, program func(a, b bool, n int, s string) int) (text string) {
	trace, counts, seed, served, gone = nil, map[string]int{}, of, flags, removed
	defer func() {
		if failed := recover(); failed != nil {
			text = strings.Join(trace, "\n") + fmt.Sprintf("\nfails %v", failed)
		}
	}()
	result := program(Drawn("a")%2 == 0, Drawn("b")%2 == 0, Drawn("n")%4, []string{"red", "blue", "a"}[Drawn("s")%3])
	return strings.Join(trace, "\n") + fmt.Sprintf("\ngives %v", result)
}
