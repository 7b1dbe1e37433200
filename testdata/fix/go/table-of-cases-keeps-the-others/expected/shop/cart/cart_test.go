package cart

import (
	"testing"

	"example.com/shop/features"
	"k8s.io/component-base/featuregate"
	featuregatetesting "k8s.io/component-base/featuregate/testing"
)

func TestTotal(t *testing.T) {
	cases := map[string]struct {
		gates map[featuregate.Feature]bool
		items []int
		want  int
	}{
		"on": {
			items: []int{1},
			want:  1,
		},
		"both": {
			gates: map[featuregate.Feature]bool{
				features.OldCart: true,
			},
			items: []int{1, 2},
			want:  2,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			for gate, on := range tc.gates {
				featuregatetesting.SetFeatureGateDuringTest(t, utilfeature.DefaultFeatureGate, gate, on)
			}
			if got := Total(tc.items); got != tc.want {
				t.Errorf("got %d", got)
			}
		})
	}
}
