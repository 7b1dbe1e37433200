package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
)

func NewCart(client *ld.LDClient) *Cart {
	fresh, _ := client.BoolVariation("beta", ctx, false)
	return &Cart{client: client, fresh: fresh}
}

func names(client *ld.LDClient) map[bool]string {
	on, _ := client.BoolVariation("beta", ctx, false)
	return map[bool]string{on: "on"}
}
