package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

type Plan string

const (
	PlanA = "a"
	PlanB = "b"
)

func one(client *ld.LDClient, user Context) int {
	return 2
}

func two(client *ld.LDClient, user Context) int {
	return 2
}

func three(client *ld.LDClient, user Context) int {
	return 1
}
