// Package ledger reads flags; client.BoolVariation("in a comment", ctx, false) is prose.
package ledger

import (
	"context"
	"os"

	"github.com/Unleash/unleash-client-go/v4"
	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
	ld "github.com/launchdarkly/go-server-sdk/v7"
	"github.com/open-feature/go-sdk/openfeature"
	"github.com/splitio/go-client/v6/splitio/client"
	"go.opentelemetry.io/collector/featuregate"
)

const keyTrail = "paper-trail" // ~ declares paper-trail

var batch = featuregate.GlobalRegistry().MustRegister("ledger.batch", featuregate.StageAlpha) // ~ declares ledger.batch

type Service struct {
	ld    *ld.LDClient
	of    *openfeature.Client
	split *client.SplitClient
	cache map[string]bool
}

type player struct{}

func (player) BoolVariation(name string, loud bool) bool { return loud }

func (s *Service) enabled(ctx ldcontext.Context, key string) bool {
	on, err := s.ld.BoolVariation(key, ctx, false)
	return err == nil && on
}

func (s *Service) Post(ctx context.Context, account string) error {
	user := ldcontext.New(account)
	if on, _ := s.ld.BoolVariation(keyTrail, user, false); on { // ~ paper-trail
		s.cache["paper-trail"] = true
	}
	if s.enabled(user, "two-books") && !s.enabled(user, "old-books") { // ~ two-books !old-books
		return nil
	}
	rate, _ := s.ld.Float64VariationCtx(ctx, "rate-source", user, 1.0) // ~ rate-source
	mode, _ := s.of.StringValue(ctx, "post-mode", "sync", openfeature.EvaluationContext{}) // ~ post-mode
	if unleash.IsEnabled("ledger.store", unleash.WithFallback(true)) && batch.IsEnabled() { // ~ ledger.store ledger.batch
		rate++
	}
	switch s.split.Treatment(account, "book_store", nil) { // ~ book_store
	case "on":
		rate--
	}
	some, _ := s.ld.BoolVariation("book-"+account, user, false) // ~ book-*
	_, _ = some, mode
	loud := player{}.BoolVariation("paper-trail", true)
	if s.cache["two-books"] || loud || os.Getenv("FEATURE_LEDGER") != "" {
		rate = 0
	}
	return nil
}
