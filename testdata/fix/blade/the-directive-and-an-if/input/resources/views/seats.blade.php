@php use Laravel\Pennant\Feature; @endphp
<main>
    @feature('seat-map')
        <x-map />
    @else
        <x-list />
    @endfeature

    @if (Feature::active('seat-map') && $seats->isNotEmpty())
        <p>{{ $seats->count() }}</p>
    @endif
</main>
