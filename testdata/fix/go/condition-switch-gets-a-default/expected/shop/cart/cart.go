package cart

func Kind(count int) string {
	switch {
	case count == 0:
		return "none"
	default:
		return "new"
	}
}
