package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
)

func price(client *ld.LDClient, user User) int {
	return sum(user.Items, user.Rate)
}
