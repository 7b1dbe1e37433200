package shop

func Show(user User, other bool) int {
	IsOn("idle") // ~ idle:discarded
	if on, _ := IsOn("header"); on { // ~ header:on
		one()
	}
	if !IsOn("denied") { // ~ denied:off/on
		one()
	} else {
		two()
	}
	if IsOn("or") || other { // ~ or:?
		one()
	}
	for _, item := range user.Items {
		if IsOn("loop") { // ~ loop:on:loop
			item.Run()
		}
	}
	held, err := IsOn("held") // ~ held:on:on:on/off
	if held && err == nil {
		one()
	}
	if held {
		one()
	} else {
		two()
	}
	again := IsOn("again") // ~ again
	again = other
	if again {
		one()
	}
	return 1
}
