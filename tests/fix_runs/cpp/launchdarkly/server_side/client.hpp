#pragma once

// A stub of the real header: the same calls.

#include "../../harness.hpp"

namespace launchdarkly {

struct Context {};

namespace server_side {

class Client {
  public:
    bool BoolVariation(const Context &, const std::string &key, bool) { return harness::served(key) == "true"; }
    std::string StringVariation(const Context &, const std::string &key, const std::string &) { return harness::served(key); }
    int IntVariation(const Context &, const std::string &key, int) { return std::stoi(harness::served(key)); }
};

}  // namespace server_side
}  // namespace launchdarkly
