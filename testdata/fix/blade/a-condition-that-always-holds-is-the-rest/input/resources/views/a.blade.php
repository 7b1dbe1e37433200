@php use Laravel\Pennant\Feature; @endphp
@if ($full)
    <p>full</p>
@elseif (Feature::active('seat-map'))
    <x-map />
@elseif ($small)
    <p>small</p>
@else
    <x-list />
@endif
