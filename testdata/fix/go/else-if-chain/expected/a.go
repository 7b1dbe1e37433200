package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

func price(client *ld.LDClient, user User) int {
	if user.VIP {
		return 1
	} else {
		// The usual one.
		return 3
	}
}
