package shop

import (
	"context"

	ld "github.com/launchdarkly/go-server-sdk/v7"
)

func price(client *ld.LDClient, user User) int {
	if on, err := client.BoolVariation("beta", user, false); err == nil && on {
		return newPrice(user)
	}
	return oldPrice(user)
}
