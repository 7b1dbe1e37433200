import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';

class Cart {
  Cart(this.client);

  final LDClient client;

  void show() {
    switch (client.stringVariation('plan', 'free')) {
      case 'free':
        upsell();
        break;
      case 'pro':
      case 'max':
        menu();
        badge();
        break;
      default:
        warn();
    }
    done();
  }
}
