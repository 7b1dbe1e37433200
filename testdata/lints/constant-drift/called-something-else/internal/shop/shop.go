package shop

import (
	ld "github.com/launchdarkly/go-server-sdk/v7"
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"

	"example.org/shop/internal/flags"
)

type Shop struct {
	client *ld.LDClient
}

func (s *Shop) All(user ldcontext.Context) []bool {
	one, _ := s.client.BoolVariation(flags.Checkout, user, false)
	two, _ := s.client.BoolVariation(flags.NewCartFlag, user, false)
	three, _ := s.client.BoolVariation(flags.Search2, user, false)
	return []bool{one, two, three}
}
