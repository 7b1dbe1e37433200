import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';

class Page {
  final LDClient client;

  Widget build() {
    return Column(
      children: [
        const Text('new'),
        const Text('a'),
        const Text('b'),
        const Text('c'),
      ],
    );
  }
}
