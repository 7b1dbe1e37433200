import 'package:unleash_proxy_client_flutter/unleash_proxy_client_flutter.dart';

class Quays {
  Quays(this.unleash);

  final UnleashClient unleash;

  Item build() {
    return Item(wide: true, columns: 3);
  }
}
