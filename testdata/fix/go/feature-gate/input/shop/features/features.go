package features

import (
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/component-base/featuregate"
)

const (
	// NewQueue makes queues new.
	NewQueue featuregate.Feature = "NewQueue"

	// Other is another one.
	Other featuregate.Feature = "Other"
)

var defaults = map[featuregate.Feature]featuregate.FeatureSpec{
	NewQueue: {Default: true, PreRelease: featuregate.GA},
	Other:    {Default: false, PreRelease: featuregate.Alpha},
}

func Enabled(f featuregate.Feature) bool {
	return utilfeature.DefaultFeatureGate.Enabled(f)
}
