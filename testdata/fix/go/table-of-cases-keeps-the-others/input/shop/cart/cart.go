package cart

import "example.com/shop/features"

func Total(items []int) int {
	if features.Enabled(features.NewCart) {
		return len(items)
	}
	return 0
}
