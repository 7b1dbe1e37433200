package shop

import (
	"context"

	"github.com/open-feature/go-sdk/openfeature"
)

type Cart struct {
	client *openfeature.Client
}

func (c *Cart) Total(ctx context.Context, items []int) int {
	total := 0
	if x := len(items); x > 2 {
		total -= x
	}
	total -= 2
	return total
}
