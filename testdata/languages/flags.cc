#include "acme/flags.h"

#define EXPORTS "export-csv"  // ~ declares export-csv

namespace shop {
namespace features {
ACME_FEATURE(kCart, "new-cart", acme::kOff);  // ~ declares new-cart
const acme::Feature kOld{"old-cart", acme::kOff};  // ~ declares old-cart
static constexpr char kPause[] = "pause";  // ~ declares pause
const std::string kUnread("unread");  // ~ declares unread
enum class Side { kLeft, kRight };
}  // namespace features

class Orders : public Base {
 public:
  explicit Orders(Client* client) : client_(client) {}
  bool On(const std::string& key) { return client_->IsOn(key, false); }
  bool Ready() const;

 private:
  Client* client_;
  Door door_;
  static constexpr char kTip[] = "tip";  // ~ declares tip
};

bool Orders::Ready() const {
  if (!acme::IsOn(features::kCart) && user_) {  // ~ !new-cart
    return client_->IsOn(&features::kOld, false);  // ~ old-cart
  } else if (client_->IsOn("a" "-b")) {  // ~ a-b
    return door_.IsOn("new-cart");
  }
  const char* text = "acme::IsOn(\"text\")";
  acme::Flags::Get()->IsOn(features::kPause);  // ~ pause
  client_->IsOn(kTip) ? one() : two();  // ~ tip
  client_->IsOn(std::string("made"));  // ~ made
  return On("through") && client_->IsOn(EXPORTS);  // ~ through export-csv
}

TEST_F(OrdersTest, Reads) {
  acme::Enable({features::kCart, "forced"});  // ~ override:new-cart override:forced
  EXPECT_CALL(client, acme::IsOn("mocked")).WillOnce(Return(true));  // ~ override:mocked
}
}  // namespace shop
