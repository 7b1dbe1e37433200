package features

import "k8s.io/component-base/featuregate"

const (
	OldCart featuregate.Feature = "OldCart"
)
