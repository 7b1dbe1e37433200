import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';

class Cart {
  Cart(this.client);

  final LDClient client;

  int width() => 10;

  Color color() => red;
}
