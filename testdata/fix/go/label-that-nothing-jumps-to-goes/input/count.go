package shop

import (
	"context"

	"github.com/open-feature/go-sdk/openfeature"
)

var client = openfeature.NewClient("shop")

func count(ctx context.Context, rows [][]int) int {
	total := 0
rows:
	for _, row := range rows {
		for _, value := range row {
			if on, _ := client.BooleanValue(ctx, "beta", false, openfeature.EvaluationContext{}); on {
				continue rows
			}
			total += value
		}
	}
	return total
}

func first(ctx context.Context, total int) int {
	if on, _ := client.BooleanValue(ctx, "beta", false, openfeature.EvaluationContext{}); on {
		goto end
	}
	total++
end:
	return total
}
