import 'package:openfeature_dart_server_sdk/open_feature_api.dart';
import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';

class Cart {
  Cart(this.client);

  final LDClient client;

  int total(List<Item> items) {
    // the new sums
    if (client.boolVariation('beta', false)) {
      log('new');
      return sum(items);
    } else {
      log('old');
    }
    return oldSum(items);
  }

  String label() => client.boolVariation('beta', false) ? 'New' : 'Old';

  void show(int kind) {
    final enabled = client.boolVariation('beta', false);
    if (kind == 1) {
      first();
    } else if (enabled) {
      second();
    } else {
      third();
    }
    if (!enabled && kind == 2) {
      fourth();
    }
    final shown = items.where((item) => item.visible && enabled);
    print(shown);
  }

  Widget build() => Column(
        children: [
          if (client.boolVariation('beta', false)) Text('new') else Text('old'),
          Text('all'),
        ],
      );
}
