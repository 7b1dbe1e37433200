package shop

import ld "github.com/launchdarkly/go-server-sdk/v7"

func Beta(client *ld.LDClient, user User) (bool, error) {
	return true, nil
}
