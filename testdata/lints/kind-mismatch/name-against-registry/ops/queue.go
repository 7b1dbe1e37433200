package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
)

type Shop struct {
	client *ld.LDClient
}

func (s *Shop) Drain(user ldcontext.Context) bool {
	drain, _ := s.client.BoolVariation("ops-drain-queue", user, false) // ~ kind-mismatch
	colour, _ := s.client.BoolVariation("AB_button", user, false) // ~ kind-mismatch
	return drain && colour
}
