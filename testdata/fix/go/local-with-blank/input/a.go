package shop

import (
	"fmt"

	ld "github.com/launchdarkly/go-server-sdk/v7"
)

func price(client *ld.LDClient, user User) int {
	on, _ := client.BoolVariation("beta", user, false)
	if on {
		fmt.Println("new")
	}
	switch {
	case on:
		return 1
	case user.Old:
		return 2
	default:
		return 3
	}
}
