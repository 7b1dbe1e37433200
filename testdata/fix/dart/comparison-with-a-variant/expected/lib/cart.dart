import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';

class Cart {
  final LDClient client;

  Cart(this.client);

  int one() {
    return 2;
  }

  int two() => 2;

  void three() {
    b();
    b();
  }
}
