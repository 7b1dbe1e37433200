package shop

import (
	"fmt"

	ld "github.com/launchdarkly/go-server-sdk/v7"
)

func label(client *ld.LDClient, user User) {
	name := "new"
	fmt.Println(name)
	size := 2
	fmt.Println(size)
	fmt.Println("done")
}
