package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
)

type Shop struct {
	client *ld.LDClient
}

func (s *Shop) Render(user ldcontext.Context) string {
	if on, _ := s.client.BoolVariation("bound", user, false); on {
		return "kept"
	}
	if s.on(user) {
		return "a"
	} else {
		return "a"
	}
}

func (s *Shop) on(user ldcontext.Context) bool {
	on, _ := s.client.BoolVariation("bound", user, false)
	return on
}
