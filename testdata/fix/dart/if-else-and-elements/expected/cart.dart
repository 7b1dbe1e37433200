import 'package:openfeature_dart_server_sdk/open_feature_api.dart';
import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';

class Cart {
  Cart(this.client);

  final LDClient client;

  int total(List<Item> items) {
    // the new sums
    log('new');
    return sum(items);
  }

  String label() => 'New';

  void show(int kind) {
    if (kind == 1) {
      first();
    } else {
      second();
    }
    final shown = items.where((item) => item.visible);
    print(shown);
  }

  Widget build() => Column(
        children: [
          Text('new'),
          Text('all'),
        ],
      );
}
