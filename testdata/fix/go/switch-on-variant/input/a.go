package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

func show(client *ld.LDClient, user User) {
	plan, _ := client.StringVariation("plan", user, "free")
	switch plan {
	case "free", "trial":
		upsell()
	case "pro":
		menu()
		badge()
	default:
		warn()
	}
}
