@php use Laravel\Pennant\Feature; @endphp
<main>
    <x-map />

    @if ($seats->isNotEmpty())
        <p>{{ $seats->count() }}</p>
    @endif
</main>
