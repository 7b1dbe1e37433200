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
	enabled, err := c.client.BooleanValue(ctx, "beta", false, openfeature.EvaluationContext{})
	if err != nil {
		log.Printf("no flag: %v", err)
	}
	res, err := c.store.Load(ctx, id)
	if err != nil {
		return "", err
	}
	if enabled {
		return res.New, nil
	}
	return res.Old, nil
}

func (c *Cart) Second(ctx context.Context, id string) (string, error) {
	res, err := c.store.Load(ctx, id)
	if err != nil {
		return "", err
	}
	enabled, err := c.client.BooleanValue(ctx, "beta", false, openfeature.EvaluationContext{})
	if err != nil {
		return "", err
	}
	if err := c.store.Touch(id); err != nil {
		return "", err
	}
	if enabled {
		return res.New, nil
	}
	return res.Old, err
}
