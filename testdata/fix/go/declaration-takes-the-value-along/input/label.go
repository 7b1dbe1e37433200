package shop

import (
	"fmt"

	ld "github.com/launchdarkly/go-server-sdk/v7"
)

func label(client *ld.LDClient, user User) {
	var name string
	if on, _ := client.BoolVariation("beta", user, false); on {
		name = "new"
	} else {
		name = "old"
	}
	fmt.Println(name)
	size := 1
	if on, _ := client.BoolVariation("beta", user, false); on {
		size = 2
	}
	fmt.Println(size)
	if on, _ := client.BoolVariation("beta", user, false); on {
		fmt.Println("done")
		return
	}
	fmt.Println("old")
}
