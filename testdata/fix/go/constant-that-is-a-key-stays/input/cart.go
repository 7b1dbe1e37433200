package shop

import "github.com/Unleash/unleash-client-go/v4"

const BetaFlag = "beta"

func Show() int {
	if unleash.IsEnabled(BetaFlag) {
		return 1
	}
	return 2
}
