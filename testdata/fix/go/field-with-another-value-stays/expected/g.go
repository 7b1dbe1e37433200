package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

type panel struct {
	title string
	wide  bool
}

func newPanel(c *ld.LDClient, title string, u User) *panel {
	return &panel{
		title: title,
		wide:  true,
	}
}

func (p *panel) width() int {
	if p.wide {
		return 10
	}
	return 5
}

func narrow(title string) *panel {
	return &panel{title: title, wide: false}
}
