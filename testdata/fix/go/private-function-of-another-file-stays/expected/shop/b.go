package shop

func other() int {
	return fresh()
}
