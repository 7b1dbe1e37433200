import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';

class A {
  final LDClient client;

  bool one(int n, String? s) {
    use(n * (client.boolVariation('beta', false) ? n + 1 : 2));
    use((client.boolVariation('beta', false) ? n + 1 : 2) % 9);
    use((client.boolVariation('beta', false) ? s ?? 'a' : 'b') as Object);
    use((client.boolVariation('beta', false) ? s ?? 'a' : 'b')!);
    return (client.boolVariation('beta', false) ? s ?? 'a' : 'b') is String;
  }
}
