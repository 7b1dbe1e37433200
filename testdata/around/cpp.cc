#include <QApplication>

int Show(const User& user, bool other) {
  IsOn("idle");  // ~ idle:discarded:client
  if (!IsOn("denied")) { One(); } else { Two(); }  // ~ denied:off/on:client
  if (IsOn("and") && other) { One(); }  // ~ and:on:on:client
  if (IsOn("or") || other) { One(); }  // ~ or:?:client
  if (IsOn("same")) { One(); } else { One(); }  // ~ same:on/off=:client
  for (const auto& item : user.items()) {
    if (IsOn("loop")) { item.Run(); }  // ~ loop:on:loop:client
  }
  for (int at = 0; at < 3; at++) { IsOn("for"); }  // ~ for:discarded:loop:client
  while (other) { other = IsOn("while"); }  // ~ while:loop:client
  do { other = IsOn("do"); } while (other);  // ~ do:loop:client
  std::for_each(user.begin(), user.end(), [](const Item& item) { item.Set(IsOn("each")); });  // ~ each:loop:client
  const bool held = IsOn("held");  // ~ held:on/off:client
  bool again = IsOn("again");  // ~ again:client
  again = other;
  if (again) { One(); }
  return held ? 1 : 2;
}
