package flags

const (
	Checkout    = "release-checkout-redesign"
	NewCartFlag = "new-cart"
	Search2     = "search-2"
)
