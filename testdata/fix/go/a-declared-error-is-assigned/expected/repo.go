package shop

import (
	"context"

	"github.com/open-feature/go-sdk/openfeature"
)

func check(ctx context.Context, client *openfeature.Client, r Repo) error {
	archived, err := r.Archived()
	if err != nil {
		return err
	}
	if archived {
		return errArchived
	}
	_, err = r.Private()
	if err != nil {
		return err
	}
	return nil
}

func result(ctx context.Context, client *openfeature.Client, r Repo) (err error) {
	_, err = r.Private()
	if err != nil {
		return err
	}
	return nil
}

func parameter(ctx context.Context, client *openfeature.Client, r Repo, err error) error {
	_, err = r.Private()
	return err
}

func several(ctx context.Context, client *openfeature.Client, r Repo) error {
	var err error
	_, _, err = r.Both()
	return err
}

func inner(ctx context.Context, client *openfeature.Client, r Repo) (err error) {
	if r.Open() {
		_, err := r.Private()
		if err != nil {
			return err
		}
	}
	return nil
}

func declaredBefore(ctx context.Context, client *openfeature.Client, r Repo, call func(err error)) error {
	if err := r.Touch(); err != nil {
		return err
	}
	_, err := r.Private()
	if err != nil {
		return err
	}
	return nil
}

func literal(ctx context.Context, client *openfeature.Client, r Repo) (err error) {
	run(func() error {
		_, err := r.Private()
		return err
	})
	return nil
}

func both(ctx context.Context, client *openfeature.Client, r Repo) error {
	_, err := r.Private()
	if err != nil {
		return err
	}
	_, err = r.Secret()
	if err != nil {
		return err
	}
	return nil
}
