import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';

class Cart {
  final LDClient client;

  List<int> lines() {
    final list = client.boolVariation('beta', false) ? <int>[1] : [];
    return list;
  }
}
