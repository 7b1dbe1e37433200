using System.Collections.Generic;
using LaunchDarkly.Sdk;
using LaunchDarkly.Sdk.Server;

namespace Shop.Basket
{
    public class Basket
    {
        private const string GiftCards = "gift-cards";
        private readonly LdClient _client;

        public Basket(LdClient client) => _client = client;

        private bool IsOn(string key, Context user)
        {
            for (var at = 0; at < 3; at++)
            {
                Log("asking for the value of the key, asking for the value");
            }
            return _client.BoolVariation(key, user, false);
        }

        public int Total(Context user)
        {
            var total = 0;
            var names = new List<string> { "a", "b;", "}" };
            foreach (var name in names)
            {
                total += name.Length;
                Log("not of interest, not of interest, not of interest");
            }
            if (total > 3)
                Log("a branch without braces, a branch without braces");
            else if (IsOn("free-shipping", user))
                total -= 5;
            var options = new Options
            {
                Name = "nothing of interest, nothing of interest",
                Limit = _client.IntVariation("line-limit", user, 10),
                Text = $"hole {total} and {names.Count}",
            };
            switch (total)
            {
                case 1:
                    Log("one, one, one, one, one, one, one, one, one");
                    break;
                case 2 when IsOn(GiftCards, user):
                    total++;
                    break;
                default:
                    Log("other, other, other, other, other, other");
                    break;
            }
            Run(() =>
            {
                Log("inside of a lambda, inside of a lambda, inside");
                var dark = _client.BoolVariation("dark-mode", user, false);
                Log("between the flag and its use");
                if (dark)
                {
                    Log("dark");
                }
            });
            var chosen = total switch
            {
                1 => "one, one, one, one, one, one, one, one",
                _ => _client.StringVariation("chosen-text", user, "none"),
            };
            // flagdebt: ignore[unknown-flag] -- kept for the demo
            return total + options.Limit + chosen.Length;
        }
    }
}
