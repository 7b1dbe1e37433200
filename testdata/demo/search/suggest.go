package search

import (
	"context"

	"github.com/open-feature/go-sdk/openfeature"
)

// Service answers searches.
type Service struct {
	flags *openfeature.Client
}

// Suggest completes what a visitor types.
func (s *Service) Suggest(ctx context.Context, typed string, visitor openfeature.EvaluationContext) []string {
	on, _ := s.flags.BooleanValue(ctx, "release-search-suggestions", false, visitor)
	if !on {
		return nil
	}
	return complete(typed)
}
