<?php

namespace App\Http;

use Acme\Flags;
use Acme\Flags\{Client, Gate as FlagGate};
use App\Features\NewPortal as Portal;

const EXPORTS = 'export-csv'; // ~ declares export-csv
define('IMPORTS', 'import-csv'); // ~ declares import-csv

enum Flag: string
{
    case NewCheckout = 'new-checkout'; // ~ declares new-checkout
    case Unread = 'never-read';
}

abstract class Base
{
    protected Client $flags;

    protected function on(string $name): bool
    {
        return $this->flags->isOn($name);
    }
}

final class Orders extends Base implements Pages
{
    private const PAUSE = 'pause'; // ~ declares pause
    private static ?Client $shared = null;

    public function __construct(private readonly Client $client, private Door $door)
    {
    }

    #[FlagGate('beta')]
    public function show(object $user): array
    {
        if (!$this->client->isOn('checkout', false)) { // ~ !checkout
            return [];
        }
        $copy = $this->client->value(key: "copy") ?? 'plain'; // ~ copy
        $name = "shown-$user->country";
        self::$shared?->isOn(self::PAUSE); // ~ pause
        $this->client->isOn(Flag::NewCheckout->value); // ~ new-checkout
        $this->client->isOn(EXPORTS) && $this->client->isOn(IMPORTS); // ~ export-csv import-csv
        $this->client->isOn('a-' . 'b'); // ~ a-b
        $this->client->isOn($name); // ~ shown-*
        $this->client->isOn("tax-{$user->country}-x"); // ~ tax-*-x
        $this->client->isOn(sprintf('tip-%s', $user->id)); // ~ tip-*
        $this->client->isOn(Portal::class); // ~ App\Features\NewPortal
        Flags::isOn('facade'); // ~ facade
        \Acme\Flags::isOff('full'); // ~ !full
        Flags::for($user)->anyOn(['one', 'two']); // ~ one two
        $this->on('inherited'); // ~ inherited
        $this->door->isOn('checkout'); // another type
        $label = 'Flags::isOn("text")';
        return match ($this->client->value('arms')) { 'long' => [1], default => [] }; // ~ arms
    }
}

function test_orders(Client $client): void
{
    $client->force(['checkout' => true, EXPORTS => false]); // ~ override:checkout override:export-csv
    $client->isOn('checkout')->willReturn(true); // ~ override:checkout
}
?>
<p><?= Flags::isOn('echoed') ? 'yes' : 'no' ?></p> <!-- ~ echoed -->
<?php if (Flags::isOn('mixed')): ?> <!-- ~ mixed -->
<p>Flags::isOn('markup')</p>
<?php endif; ?>
