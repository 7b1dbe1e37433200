package checkout

import (
	"context"

	ld "github.com/launchdarkly/go-server-sdk/v7"
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
)

const newBasket = "new-basket"

type Service struct {
	client *ld.LDClient
	rows   []row
}

type row struct {
	name  string
	flags map[string]bool
}

// isOn hands its key on.
func (s *Service) isOn(key string, user ldcontext.Context) bool {
	log("asked for " + key)
	for i := 0; i < 3; i++ {
		retry(i)
	}
	on, err := s.client.BoolVariation(key, user, false)
	if err != nil {
		return false
	}
	return on
}

func (s *Service) Total(ctx context.Context, user ldcontext.Context) int {
	total := 0
	lines := []string{"a", "b", "c, with a comma", "}", `raw "{" text`}
	for _, line := range lines {
		total += len(line)
		log(line + " and more text so that the block is worth leaving out")
	}
	if ok := s.isOn("free-shipping", user); ok {
		total -= 5
	} else if other := total > 3; other {
		total++
		log("nothing to see here, nothing to see here, nothing to see here")
	}
	switch mode := pick(total); mode {
	case "plain":
		log("the plain way, the plain way, the plain way, the plain way")
	case "basket":
		if s.isOn(newBasket, user) {
			total *= 2
		}
	default:
		log("the default way, the default way, the default way")
	}
	cases := map[string]struct {
		want  int
		flags map[string]bool
	}{
		"nothing of interest": {
			want: 3,
		},
		"another one, also without interest": {
			want: 4,
		},
		"with a flag": {
			want:  5,
			flags: map[string]bool{"gift-cards": true},
		},
	}
	for name, tc := range cases {
		log(name)
		check(tc.flags)
	}
	dark, _ := s.client.BoolVariation("dark-mode", user, false)
	log("between the flag and its use, between the flag and its use")
	if dark {
		// flagdebt: ignore[unknown-flag] -- kept for the demo
		total += must(s.client.IntVariation("line-limit", user, 10))
	}
	go func() { log("later") }()
	defer log("done, done, done, done, done, done, done, done")
	key := "chosen-" + pick(total)
	return total + must(s.client.IntVariation(key, user, 1))
}
