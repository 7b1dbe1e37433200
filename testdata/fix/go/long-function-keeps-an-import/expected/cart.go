package shop

import (
	"strings"

	"github.com/open-feature/go-sdk/openfeature"
)

type Cart struct {
	client *openfeature.Client
}

func (c *Cart) Total(ctx context.Context, items []Item, user openfeature.EvaluationContext) int {
	return sum(items)
}

func sum(items []Item) int {
	// strconv would be slower here.
	total := 0
	for _, item := range items {
		if item.IsCounted() && !item.IsFree() {
			total += item.Price*item.Count + item.Shipping
		}
	}
	return total
}

func (c *Cart) Title(items []Item) string {
	names := make([]string, 0, len(items))
	for _, item := range items {
		if item.IsCounted() && !item.IsFree() {
			names = append(names, strings.ToUpper(item.Name))
		}
	}
	return strings.Join(names, ", ")
}
