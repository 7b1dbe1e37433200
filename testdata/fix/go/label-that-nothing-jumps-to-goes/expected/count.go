package shop

import (
	"context"
)

func count(ctx context.Context, rows [][]int) int {
	total := 0
	for _, row := range rows {
		for _, value := range row {
			total += value
		}
	}
	return total
}

func first(ctx context.Context, total int) int {
	total++
	return total
}
