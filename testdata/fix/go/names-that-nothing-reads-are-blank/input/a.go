package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

func one(client *ld.LDClient, user Context) error {
	for _, item := range items {
		if on, _ := client.BoolVariation("new-cart", user, false); !on {
			step()
			continue
		}
		use(item)
	}
	total := sum()
	cart, err := load(user)
	if err != nil {
		return err
	}
	on, _ := client.BoolVariation("new-cart", user, false)
	if on {
		use(cart, total)
	}
	for i, item := range items {
		if on {
			use(i)
		}
		use(item)
	}
	return nil
}
