package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
)

func price(client *ld.LDClient, user User) int {
	user.Items = clearIfDisabled(client, user.Items)
	return sum(clearIfDisabled(client, user.Items), user.Rate)
}

// clearIfDisabled empties the items where the flag is off.
func clearIfDisabled(client *ld.LDClient, items []int) []int {
	if on, _ := client.BoolVariation("beta", ctx, false); on || len(items) == 0 {
		return items
	}
	for i := range items {
		items[i] = 0
	}
	return items
}
