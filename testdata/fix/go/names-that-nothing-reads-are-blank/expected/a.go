package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

func one(client *ld.LDClient, user Context) error {
	for range items {
		step()
	}
	_ = sum()
	_, err := load(user)
	if err != nil {
		return err
	}
	for _, item := range items {
		use(item)
	}
	return nil
}
