package tax

import (
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
	ld "github.com/launchdarkly/go-server-sdk/v7"
)

const keyRounding = "tax-rounding"

// Rate is the rate of a customer, in percent.
func Rate(client *ld.LDClient, user ldcontext.Context) int {
	if on, _ := client.BoolVariation(keyRounding, user, false); on { // ~ fully-rolled-out
		return 20
	}
	if on, _ := client.BoolVariation("tax-reverse-charge", user, false); on {
		return 0
	}
	return 19
}
