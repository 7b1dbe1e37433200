import 'package:unleash_proxy_client_flutter/unleash_proxy_client_flutter.dart';

class Quays {
  Quays(this.unleash);

  final UnleashClient unleash;

  Item build() {
    final wide = unleash.isEnabled('quay-map');
    return Item(wide: wide, columns: wide ? 3 : 1);
  }
}
