import { useState } from "react";
export function show(user, other) {
  isOn("idle"); // ~ idle:discarded:client
  const held = isOn("held"); // ~ held:on/off:on:client
  user.items.map((item) => (held ? item.a : item.b));
  return held && one();
}
