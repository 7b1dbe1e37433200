import 'package:acme/flags.dart';

const kPause = 'pause'; // ~ declares pause

enum Flag {
  cart('new-cart'), // ~ declares new-cart
  unread('unread'); // ~ declares unread

  const Flag(this.key);
  final String key;
}

abstract class Keys {
  static const String tip = 'tip'; // ~ declares tip
}

class Orders extends Base implements Page {
  Orders(this.client, {required this.door});

  final Client client;
  final Door door;

  bool on(String key) => client.isOn(key, fallback: false);

  Future<bool> ready(String user) async {
    if (!client.isOn(Flag.cart.key) && user.isNotEmpty) { // ~ !new-cart
      return on('through'); // ~ through
    }
    final shown = await client.isOn(kPause) ?? false; // ~ pause
    client?.isOn(Keys.tip); // ~ tip
    client.isOn('a' '-b'); // ~ a-b
    client.isOn('c' + '-d') ? one() : two(); // ~ c-d
    client.isOn('shown-$user'); // ~ shown-*
    client.isOn('tax-${user.country}-x'); // ~ tax-*-x
    client.isOn(key: "named"); // ~ named
    client..isOn('cascade'); // ~ cascade
    door.isOn('new-cart');
    // client.isOn('commented');
    return "client.isOn('text')".isEmpty;
  }
}

void main() {
  test('reads', () {
    final client = Client('k');
    client.force({'forced': true, kPause: false}); // ~ override:forced override:pause
    when(() => client.isOn('mocked')).thenReturn(true); // ~ override:mocked
  });
}
