package cart

import (
	"context"

	"github.com/open-feature/go-sdk/openfeature"
)

var client = openfeature.NewClient("cart")

func Show(ctx context.Context, rows [][]int) int {
	count := 0
outer:
	for _, row := range rows {
		for _, item := range row {
			if client.Boolean(ctx, "beta", false, openfeature.EvaluationContext{}) {
				continue outer
			}
			count += item
		}
	}
	return count
}
