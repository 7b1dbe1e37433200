package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

type Plan string

const (
	PlanA = "a"
	PlanB = "b"
)

func one(client *ld.LDClient, user Context) int {
	plan, _ := client.StringVariation("plan", user, "a")
	switch plan {
	case PlanA:
		return 1
	case PlanB, "c":
		return 2
	}
	return 3
}

func two(client *ld.LDClient, user Context) int {
	switch plan, _ := client.StringVariation("plan", user, "a"); plan {
	case "a":
		return 1
	case "b":
		return 2
	default:
		return 3
	}
}

func three(client *ld.LDClient, user Context) int {
	plan, err := client.StringVariation("plan", user, "a")
	if err == nil && plan == "b" {
		return 1
	}
	if plan != "b" {
		return 2
	}
	return 3
}
