package cart

import utilfeature "k8s.io/apiserver/pkg/util/feature"

const NewCart = "NewCart"

func Kind(count int) string {
	switch {
	case count == 0:
		return "none"
	case utilfeature.DefaultFeatureGate.Enabled(NewCart):
		return "new"
	case count == 1:
		return "one"
	default:
		return "many"
	}
}
