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
	private, err := r.Private()
	if err != nil {
		return err
	}
	if private && !client.Boolean(ctx, "private-repos", false, openfeature.EvaluationContext{}) {
		return errPrivate
	}
	return nil
}

func result(ctx context.Context, client *openfeature.Client, r Repo) (err error) {
	private, err := r.Private()
	if err != nil {
		return err
	}
	if private && !client.Boolean(ctx, "private-repos", false, openfeature.EvaluationContext{}) {
		return errPrivate
	}
	return nil
}

func parameter(ctx context.Context, client *openfeature.Client, r Repo, err error) error {
	private, err := r.Private()
	if private && !client.Boolean(ctx, "private-repos", false, openfeature.EvaluationContext{}) {
		return errPrivate
	}
	return err
}

func several(ctx context.Context, client *openfeature.Client, r Repo) error {
	var err error
	private, secret, err := r.Both()
	if (private || secret) && !client.Boolean(ctx, "private-repos", false, openfeature.EvaluationContext{}) {
		return errPrivate
	}
	return err
}

func inner(ctx context.Context, client *openfeature.Client, r Repo) (err error) {
	if r.Open() {
		private, err := r.Private()
		if err != nil {
			return err
		}
		if private && !client.Boolean(ctx, "private-repos", false, openfeature.EvaluationContext{}) {
			return errPrivate
		}
	}
	return nil
}

func declaredBefore(ctx context.Context, client *openfeature.Client, r Repo, call func(err error)) error {
	if err := r.Touch(); err != nil {
		return err
	}
	private, err := r.Private()
	if err != nil {
		return err
	}
	if private && !client.Boolean(ctx, "private-repos", false, openfeature.EvaluationContext{}) {
		return errPrivate
	}
	return nil
}

func literal(ctx context.Context, client *openfeature.Client, r Repo) (err error) {
	run(func() error {
		private, err := r.Private()
		if private && !client.Boolean(ctx, "private-repos", false, openfeature.EvaluationContext{}) {
			return errPrivate
		}
		return err
	})
	return nil
}

func both(ctx context.Context, client *openfeature.Client, r Repo) error {
	private, err := r.Private()
	if err != nil {
		return err
	}
	secret, err := r.Secret()
	if err != nil {
		return err
	}
	if (private || secret) && !client.Boolean(ctx, "private-repos", false, openfeature.EvaluationContext{}) {
		return errPrivate
	}
	return nil
}
