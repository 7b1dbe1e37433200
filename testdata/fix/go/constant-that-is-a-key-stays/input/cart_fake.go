package shop

type fakeFlags map[string]bool

func fakes() fakeFlags {
	return fakeFlags{BetaFlag: false}
}
