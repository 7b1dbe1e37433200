package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
)

type Shop struct {
	client *ld.LDClient
}

func (s *Shop) Dark(user ldcontext.Context) bool {
	dark, _ := s.client.BoolVariation("theme", user, false) // ~ type-mismatch
	return dark
}
