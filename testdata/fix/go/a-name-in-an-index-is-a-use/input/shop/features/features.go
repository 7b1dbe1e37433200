package features

import "k8s.io/component-base/featuregate"

const NewCart featuregate.Feature = "NewCart"
