package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
)

func isBeta(client *ld.LDClient) bool {
	on, _ := client.BoolVariation("beta", ctx, false)
	return on
}
