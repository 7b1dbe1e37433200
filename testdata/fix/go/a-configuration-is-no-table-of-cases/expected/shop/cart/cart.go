package cart

func Total(items []int) int {
	return 0
}
