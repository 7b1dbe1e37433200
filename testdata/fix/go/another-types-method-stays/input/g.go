package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

type svc struct{ client *ld.LDClient }

func (s *svc) isNew(u User) bool {
	on, _ := s.client.BoolVariation("beta", u, false)
	return on
}

func (s *svc) run(o Order, u User) {
	if o.isNew(u) {
		a()
	}
	if s.isNew(u) {
		b()
	}
}
