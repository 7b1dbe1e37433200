@feature('seat-map')
    <x-map />
    @if ($seats->first(
        <p>one</p>
    @endif
@endfeature
