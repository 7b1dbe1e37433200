package queue

import (
	"example.com/shop/features"
)

func run() {
	if features.Enabled(features.NewQueue) && ready() {
		start()
	}
	if !features.Enabled(features.NewQueue) {
		stop()
	}
}
