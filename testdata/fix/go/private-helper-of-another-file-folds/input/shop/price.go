package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
)

func price(client *ld.LDClient, user User) int {
	if isBeta(client) {
		return 1
	}
	return 2
}
