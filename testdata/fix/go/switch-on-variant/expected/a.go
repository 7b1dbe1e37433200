package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

func show(client *ld.LDClient, user User) {
	menu()
	badge()
}
