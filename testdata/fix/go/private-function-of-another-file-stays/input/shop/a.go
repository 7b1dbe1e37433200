package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

func price(client *ld.LDClient, user User) int {
	on, _ := client.BoolVariation("beta", user, false)
	if on {
		return fresh() + alone()
	}
	return 1
}

func fresh() int {
	return 2
}

func alone() int {
	return 3
}
