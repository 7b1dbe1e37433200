<?php

namespace App\Http;

use App\Features\LetterPortal;
use Flagsmith\Flagsmith;
use Illuminate\Support\Facades\Cache;
use Laravel\Pennant\Feature;
use Laravel\Pennant\Middleware\EnsureFeaturesAreActive;
use LaunchDarkly\LDClient;
use OpenFeature\OpenFeatureAPI;
use Unleash\Client\Unleash;

// Feature::active('in a comment');
Route::get('/letters', [Letters::class, 'show'])->middleware(EnsureFeaturesAreActive::using('letters', 'portal')); // ~ letters portal
Feature::define('yearly-plans', fn ($user) => $user->isStaff()); // ~ declares yearly-plans

final class Letters
{
    private const REST = 'rest-letters'; // ~ declares rest-letters

    public function __construct(
        private LDClient $ld,
        private Unleash $unleash,
        private Flagsmith $flagsmith,
        private Door $active,
    ) {
    }

    private function flag(string $key, object $context): bool
    {
        return (bool) $this->ld->variation($key, $context, false);
    }

    public function show(object $user): array
    {
        $openFeature = OpenFeatureAPI::getInstance()->getClient();
        if (Feature::active('yearly-plans')) { // ~ yearly-plans
            return [];
        }
        if (Feature::for($user)->inactive("old-letters")) { // ~ !old-letters
            return [];
        }
        if ($this->ld->variation(self::REST, $user, false)) { // ~ rest-letters
            return [];
        }
        if ($this->flag('gift-letters', $user) && !$this->unleash->isEnabled('letter.pause', null, true)) { // ~ gift-letters !letter.pause
            return [];
        }
        $copy = match (Feature::value('letter-text')) { 'long' => 'Take your time.', default => 'Go.' }; // ~ letter-text
        $tips = $openFeature->getBooleanValue('letter-tips', false); // ~ letter-tips
        $local = $this->ld->variation("letter-{$user->country}", $user, false); // ~ letter-*
        $shares = $this->flagsmith->getEnvironmentFlags()->isFeatureEnabled('shares'); // ~ shares
        if ($this->active->active('yearly-plans') || Cache::get('rest-letters')) {
            return ['call Feature::active("in a text")'];
        }
        return [$copy, $tips, $local, $shares];
    }
}
