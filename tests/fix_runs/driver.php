<?php
// Runs PHP programs with a stub of OpenFeature: each in a process of its own, forked by the shell.

namespace OpenFeature {
    class OpenFeatureClient
    {
        public function getBooleanValue(string $flagKey, bool $defaultValue): bool
        {
            return \served($flagKey) === 'true';
        }

        public function getStringValue(string $flagKey, string $defaultValue): string
        {
            return \served($flagKey);
        }

        public function getIntegerValue(string $flagKey, int $defaultValue): int
        {
            return (int) \served($flagKey);
        }
    }

    class OpenFeatureAPI
    {
        public static function getInstance(): self
        {
            return new self();
        }

        public function getClient(): OpenFeatureClient
        {
            return new OpenFeatureClient();
        }
    }
}

namespace {
    class World
    {
        public static array $trace = [];
        public static array $counts = [];
        public static array $served = [];
        public static array $gone = [];
        public static int $seed = 0;
    }

    class TooLong extends \Error
    {
    }

    function drawn(string $label): int
    {
        World::$counts[$label] = (World::$counts[$label] ?? 0) + 1;

        return crc32(World::$seed . '/' . $label . '/' . World::$counts[$label]) >> 8;
    }

    function note(string $text): void
    {
        World::$trace[] = $text;
        if (count(World::$trace) > 300) {
            throw new TooLong('too long');
        }
    }

    function served(string $key): string
    {
        if (in_array($key, World::$gone)) {
            note("asks for $key");
        }

        return World::$served[$key];
    }

    function trace(string $label)
    {
        note($label);

        return [true, false, true, false, 0, 2, '', 'a', null, []][drawn($label) % 10];
    }

    function ask(string $label): bool
    {
        note($label);

        return drawn($label) % 2 === 0;
    }

    function number(string $label): int
    {
        note($label);

        return drawn($label) % 4;
    }

    function text(string $label): string
    {
        note($label);

        return ['red', 'blue', 'a', ''][drawn($label) % 4];
    }

    function broken(string $label): bool
    {
        note($label);
        if (drawn($label) % 2) {
            throw new InvalidArgumentException($label);
        }

        return true;
    }

    function spelled($value): string
    {
        return is_object($value) ? '<' . (str_contains(get_class($value), 'class@') ? 'class' : get_class($value)) . '>' : json_encode($value);
    }

    function show(string $label, ...$values): void
    {
        note($label . ' ' . implode(' ', array_map('spelled', $values)));
    }

    function run(string $path, int $seed): string
    {
        World::$seed = $seed;
        World::$trace = World::$counts = [];
        $s = ['red', 'blue', 'a'];
        try {
            $result = (new \Shop\Program())->main(drawn('a') % 2 === 0, drawn('b') % 2 === 0, drawn('n') % 4, $s[drawn('s') % 3]);
            World::$trace[] = 'gives ' . spelled($result);
        } catch (\Throwable $error) {
            // What an assertion says is its text.
            $said = $error instanceof \AssertionError ? '' : explode("\n", $error->getMessage())[0];
            World::$trace[] = get_class($error) . ' ' . $said;
        }

        return implode("\n", World::$trace);
    }

    error_reporting(0);
    set_error_handler(function (int $number, string $message) {
        if (str_contains($message, 'Undefined variable')) {
            note($message);
        }

        return true;
    });
    if (($argv[1] ?? '') !== '') {
        $asked = json_decode(file_get_contents($argv[1] . '.json'), true);
        World::$served = $asked['served'];
        World::$gone = $asked['gone'];
        set_time_limit(2);
        require $argv[1];
        echo json_encode(['runs' => array_map(fn ($seed) => run($argv[1], $seed), range(0, 5))]), "\n";
        exit;
    }
    $path = tempnam(sys_get_temp_dir(), 'fix-runs-php-');
    while (($line = fgets(STDIN)) !== false) {
        $asked = json_decode($line, true);
        file_put_contents($path, $asked['text']);
        file_put_contents($path . '.json', $line);
        $out = shell_exec(PHP_BINARY . ' -d display_errors=1 -d zend.assertions=1 -d assert.exception=1 ' . escapeshellarg(__FILE__) . ' ' . escapeshellarg($path) . ' 2>&1');
        $lines = explode("\n", trim((string) $out));
        $answer = end($lines);
        echo json_decode($answer) ? $answer : json_encode(['broken' => $out ?: 'it ended before']), "\n";
        flush();
    }
    @unlink($path);
    @unlink($path . '.json');
}
