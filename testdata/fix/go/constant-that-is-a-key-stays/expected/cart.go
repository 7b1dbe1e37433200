package shop

const BetaFlag = "beta"

func Show() int {
	return 1
}
