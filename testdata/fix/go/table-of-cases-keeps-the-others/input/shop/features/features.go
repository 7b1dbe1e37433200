package features

import (
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/component-base/featuregate"
)

const (
	// The new cart.
	NewCart featuregate.Feature = "NewCart"
	OldCart featuregate.Feature = "OldCart"
)

func Enabled(f featuregate.Feature) bool {
	return utilfeature.DefaultFeatureGate.Enabled(f)
}
