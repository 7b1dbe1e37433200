package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
)

type Shop struct {
	client *ld.LDClient
}

func (s *Shop) Theme(user ldcontext.Context) string {
	theme, _ := s.client.StringVariation("theme", user, "light")
	return theme
}

func (s *Shop) Dark(user ldcontext.Context) string {
	theme, _ := s.client.StringVariation("theme", user, "dark") // ~ inconsistent-default
	return theme
}
