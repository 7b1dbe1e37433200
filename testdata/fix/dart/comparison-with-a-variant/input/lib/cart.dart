import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';

class Cart {
  final LDClient client;

  Cart(this.client);

  int one() {
    switch (client.stringVariation('plan', 'a')) {
      case 'a':
        return 1;
      case 'b':
      case 'c':
        return 2;
      default:
        return 3;
    }
  }

  int two() => switch (client.stringVariation('plan', 'a')) {
        'a' => 1,
        'b' || 'c' => 2,
        _ => 3,
      };

  void three() {
    final plan = client.stringVariation('plan', 'a');
    if (plan == 'b') {
      b();
    }
    switch (plan) {
      case 'a':
        a();
        break;
      case 'b':
        b();
        break;
    }
  }
}
