@php use Laravel\Pennant\Feature; @endphp
@if ($full)
    <p>full</p>
@else
    <x-map />
@endif
