package cart

import (
	"example.com/shop/features"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
)

func Total(items []int) int {
	if utilfeature.DefaultFeatureGate.Enabled(features.NewCart) {
		return len(items)
	}
	return 0
}

func Configure(gates map[string]bool) {
	gates[string(features.NewCart)] = true
}
