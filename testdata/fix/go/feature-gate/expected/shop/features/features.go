package features

import (
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/component-base/featuregate"
)

const (
	// Other is another one.
	Other featuregate.Feature = "Other"
)

var defaults = map[featuregate.Feature]featuregate.FeatureSpec{
	Other:    {Default: false, PreRelease: featuregate.Alpha},
}

func Enabled(f featuregate.Feature) bool {
	return utilfeature.DefaultFeatureGate.Enabled(f)
}
