import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';

class Cart {
  Cart(this.client);

  final LDClient client;
  late final bool _wide = client.boolVariation('beta', false);

  bool get isBeta => client.boolVariation('beta', false);

  int width() => _wide ? 10 : 5;

  Color color() => switch (isBeta) { true => red, false => blue };
}
