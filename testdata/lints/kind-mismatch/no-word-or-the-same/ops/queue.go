package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
)

type Shop struct {
	client *ld.LDClient
}

func (s *Shop) Drain(user ldcontext.Context) bool {
	drain, _ := s.client.BoolVariation("ops-drain-queue", user, false)
	exports, _ := s.client.BoolVariation("operations-view", user, false)
	release, _ := s.client.BoolVariation("release-notes", user, false)
	return drain && exports && release
}
