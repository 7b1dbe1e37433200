package shop

func basket(user User) int {
	return total(user.Items, true, false)
}
