package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

type svc struct{ client *ld.LDClient }

func (s *svc) run(o Order, u User) {
	if o.isNew(u) {
		a()
	}
	b()
}
