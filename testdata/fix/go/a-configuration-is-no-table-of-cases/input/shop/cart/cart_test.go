package cart

import (
	"testing"

	"example.com/shop/features"
	"k8s.io/component-base/featuregate"
)

func TestTotal(t *testing.T) {
	options := settings{
		name:  "shop",
		gates: map[featuregate.Feature]bool{features.NewCart: true},
	}
	start(t, options)
	if got := Total([]int{1}); got != 1 {
		t.Errorf("got %d", got)
	}
}
