package shop

import (
	"context"
)

func count(ctx context.Context, rows [][]int) int {
	total := 0
rows:
	for _, row := range rows {
		for _, value := range row {
			if value < 0 {
				continue rows
			}
			total += value
		}
	}
	return total
}

func first(ctx context.Context, total int) int {
	goto end
end:
	return total
}
