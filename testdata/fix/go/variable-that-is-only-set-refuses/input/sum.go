package shop

import (
	"context"

	"github.com/open-feature/go-sdk/openfeature"
)

var client = openfeature.NewClient("shop")

func sum(ctx context.Context) int {
	var first, second int
	first, second = pair()
	if on, _ := client.BooleanValue(ctx, "beta", false, openfeature.EvaluationContext{}); on {
		return first + second
	}
	return first
}

func pair() (int, int) {
	return 1, 2
}
