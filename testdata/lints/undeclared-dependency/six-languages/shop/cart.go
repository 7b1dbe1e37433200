package shop

import "github.com/Unleash/unleash-go-sdk/v5"

func Cart() int {
	if unleash.IsEnabled("outer-go") {
		if unleash.IsEnabled("inner-go") { // ~ undeclared-dependency
			return 2
		}
	}
	return 0
}
