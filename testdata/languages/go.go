package shop

import (
	acme "example.org/acme/client"
	"example.org/shop/keys"
)

const exports = "export-csv" // ~ declares export-csv

type Page struct {
	client *acme.Client
	door   *Door
}

func (p *Page) on(key string) bool { return p.client.IsOn(key, false) }

func (p *Page) Show(user User) bool {
	if !p.client.IsOn("checkout", false) { // ~ !checkout
		return false
	}
	if on := (p.client.IsOn("short")); on { // ~ short
		return true
	}
	p.door.IsOn("front")
	_ = "p.client.IsOn(\"text\")" // p.client.IsOn("comment")
	for _, key := range []string{"one", "two"} {
		p.client.IsOn(key) // ~ one two
	}
	return p.client.IsOn(exports) && p.on("wrapped") && !p.on("refused") // ~ export-csv wrapped !refused
}
