package cart

import (
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
	ld "github.com/launchdarkly/go-server-sdk/v7"
)

func Show(client *ld.LDClient, user ldcontext.Context, admin bool) {
	plan, _ := client.StringVariation("plan", user, "free")
	switch plan {
	case "pro":
		if admin {
			break
		}
		menu()
	default:
		warn()
	}
}
