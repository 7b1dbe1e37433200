package shop

import (
	"context"
)

func Length(ctx context.Context, value any) int {
	switch value.(type) {
	case string:
		return 1
	}
	return 2
}

func Next(ctx context.Context, sizes chan int) int {
	select {
	case <-sizes:
		return 0
	case <-ctx.Done():
		return 1
	}
}
