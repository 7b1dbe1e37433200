package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
)

func price(client *ld.LDClient, user User) int {
	switch {
	case user.Old:
		return 2
	default:
		return 3
	}
}
