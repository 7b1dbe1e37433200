package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

func price(client *ld.LDClient, user User) int {
	on, _ := client.BoolVariation("beta", user, false)
	if user.VIP {
		return 1
	} else if on {
		return 2
	} else {
		// The usual one.
		return 3
	}
}
