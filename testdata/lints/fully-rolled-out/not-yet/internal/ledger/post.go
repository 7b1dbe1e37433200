package ledger

import (
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
	ld "github.com/launchdarkly/go-server-sdk/v7"
)

// Post books an amount.
func Post(client *ld.LDClient, account string) string {
	user := ldcontext.New(account)
	if on, _ := client.BoolVariation("double-entry", user, false); on {
		return "ramping"
	}
	if on, _ := client.BoolVariation("batch-posting", user, false); on {
		return "on for a week"
	}
	if on, _ := client.BoolVariation("audit-trail", user, true); on {
		return "permanent"
	}
	if on, _ := client.BoolVariation("fx-rates", user, false); on {
		return "still being built"
	}
	return "rules"
}
