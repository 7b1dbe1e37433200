package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
)

type Shop struct {
	client *ld.LDClient
}

// The flag's own value is off, and a rule gives on to everyone: it is rolled out, not forgotten.
func (s *Shop) Search(user ldcontext.Context) string {
	if voice, _ := s.client.BoolVariation("voice-search", user, false); voice { // ~ fully-rolled-out
		return "voice"
	}
	return "text"
}
