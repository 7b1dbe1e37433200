package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

type panel struct {
	title string
}

func newPanel(c *ld.LDClient, title string, u User) *panel {
	return &panel{
		title: title,
	}
}

func (p *panel) width() int {
	return 10
}
