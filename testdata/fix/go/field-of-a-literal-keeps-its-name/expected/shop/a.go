package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
)

func NewCart(client *ld.LDClient) *Cart {
	return &Cart{client: client, fresh: true}
}

func names(client *ld.LDClient) map[bool]string {
	return map[bool]string{true: "on"}
}
