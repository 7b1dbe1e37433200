package views

func NewCart() int { return 1 }

var shown = NewCart()
