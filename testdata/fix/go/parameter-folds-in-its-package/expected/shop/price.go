package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
)

// total sums up.
func total(items []int, taxed bool) int {
	sum := 0
	for _, item := range items {
		if item > 1 {
			sum += item
		}
	}
	if taxed {
		sum *= 2
	}
	return sum
}

func price(client *ld.LDClient, user User) int {
	return total(user.Items, user.Taxed)
}
