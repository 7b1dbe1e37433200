import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';

class Page {
  final LDClient client;

  Widget build() {
    final beta = client.boolVariation('beta', false);
    return Column(
      children: [
        if (beta) const Text('new'),
        if (!beta) const Text('old'),
        if (beta) ...[
          const Text('a'),
          const Text('b'),
        ],
        beta ? const Text('c') : const SizedBox(),
      ],
    );
  }
}
