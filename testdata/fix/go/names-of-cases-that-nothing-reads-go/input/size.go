package shop

import (
	"context"

	"github.com/open-feature/go-sdk/openfeature"
)

var client = openfeature.NewClient("shop")

func Length(ctx context.Context, value any) int {
	switch text := value.(type) {
	case string:
		if on, _ := client.BooleanValue(ctx, "beta", false, openfeature.EvaluationContext{}); on {
			return len(text)
		}
		return 1
	}
	return 2
}

func Next(ctx context.Context, sizes chan int) int {
	select {
	case size := <-sizes:
		if on, _ := client.BooleanValue(ctx, "beta", false, openfeature.EvaluationContext{}); on {
			return size
		}
		return 0
	case <-ctx.Done():
		return 1
	}
}
