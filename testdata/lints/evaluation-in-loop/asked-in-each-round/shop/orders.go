package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
)

type Shop struct {
	client *ld.LDClient
}

func (s *Shop) Ship(user ldcontext.Context) {
	for i := 0; i < 3; i++ {
		s.client.BoolVariation("ship-go", user, false) // ~ evaluation-in-loop ~ discarded-evaluation
	}
}
