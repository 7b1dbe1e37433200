package cart

import (
	"context"
)

func Show(ctx context.Context, rows [][]int) int {
	count := 0
	for _, row := range rows {
		for _, item := range row {
			count += item
		}
	}
	return count
}
