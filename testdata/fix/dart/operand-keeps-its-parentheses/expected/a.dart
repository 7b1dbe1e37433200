import 'package:launchdarkly_flutter_client_sdk/launchdarkly_flutter_client_sdk.dart';

class A {
  final LDClient client;

  bool one(int n, String? s) {
    use(n * (n + 1));
    use((n + 1) % 9);
    use((s ?? 'a') as Object);
    use((s ?? 'a')!);
    return (s ?? 'a') is String;
  }
}
