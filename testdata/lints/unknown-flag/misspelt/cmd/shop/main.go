package main

import (
	"context"

	"github.com/open-feature/go-sdk/openfeature"
)

func main() {
	client := openfeature.NewClient("shop")
	evaluation := openfeature.NewEvaluationContext("anonymous", nil)
	if on, _ := client.BooleanValue(context.Background(), "new-chekout", false, evaluation); on { // ~ unknown-flag
		println("new")
	}
	mode, _ := client.StringValue(context.Background(), "posting-mode", "sync", evaluation) // ~ unknown-flag
	println(mode)
	if on, _ := client.BooleanValue(context.Background(), "cart-hints", false, evaluation); on {
		println("hints")
	}
}
