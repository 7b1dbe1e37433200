package shop

import (
	"context"

	"github.com/open-feature/go-sdk/openfeature"
)

type Cart struct {
	client *openfeature.Client
}

func (c *Cart) on(ctx context.Context) bool {
	return c.client.Boolean(ctx, "beta", false, openfeature.EvaluationContext{})
}

func (c *Cart) Total(ctx context.Context, items []int) int {
	total := 0
	if x := len(items); c.on(ctx) {
		total += x
	} else if x > 2 {
		total -= x
	}
	if x := len(items); c.on(ctx) {
		total += x
	} else {
		total -= 2
	}
	return total
}
