package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

func price(client *ld.LDClient, user User) int {
	on := false
	if user.Known {
		on, _ = client.BoolVariation("beta", user, false)
	}
	mode := 1
	if on {
		mode = 2
	}
	return mode
}
