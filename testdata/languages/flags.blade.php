{{-- @acme('commented') --}}
@php use Acme\Flags; @endphp
@acme('banner') {{-- ~ banner --}}
  <p>someone@acme('mail')</p>
@else
  <p>@@acme('escaped')</p>
@endacme
@unlessacme('quiet') {{-- ~ !quiet --}}
@endunlessacme
@acmeany(['one', 'two']) {{-- ~ one two --}}
@endacmeany
@if (Flags::isOn('nested') && $user) {{-- ~ nested --}}
  {{ Flags::isOn('echoed') ? 'a' : 'b' }}{!! Flags::value('raw') !!} {{-- ~ echoed raw --}}
@elseif(! Flags::isOn('second')) {{-- ~ !second --}}
@endif
@unless(Flags::isOn('gone')) don't @endunless {{-- ~ !gone --}}
@foreach (Flags::anyOn(['listed']) as $flag) @endforeach {{-- ~ listed --}}
<?php if (Flags::isOn('plain')) { ?> {{-- ~ plain --}}
<?php } ?>
@include('page', ['on' => Flags::isOn('passed')]) {{-- ~ passed --}}
@verbatim @acme('verbatim') @endverbatim
<p>Flags::isOn('text') @unclosed('</p>
