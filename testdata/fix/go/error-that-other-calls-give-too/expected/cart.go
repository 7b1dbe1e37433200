package shop

import (
	"context"

	"github.com/open-feature/go-sdk/openfeature"
)

type Cart struct {
	client *openfeature.Client
	store  Store
}

func (c *Cart) First(ctx context.Context, id string) (string, error) {
	res, err := c.store.Load(ctx, id)
	if err != nil {
		return "", err
	}
	return res.New, nil
}

func (c *Cart) Second(ctx context.Context, id string) (string, error) {
	res, err := c.store.Load(ctx, id)
	if err != nil {
		return "", err
	}
	if err := c.store.Touch(id); err != nil {
		return "", err
	}
	return res.New, nil
}
