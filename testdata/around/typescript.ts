export function show(user: User, other: boolean): number {
  isOn("idle"); // ~ idle:discarded
  if (isOn("plain")) one(); // ~ plain:on
  if (!isOn("denied")) one(); else two(); // ~ denied:off/on
  if (isOn("and") && other) one(); else two(); // ~ and:on/?:on
  if (isOn("or") || other) one(); else two(); // ~ or:?/off
  if (isOn("same")) { one(); } else { one(); } // ~ same:on/off=
  for (const item of user.items) {
    if (isOn("loop")) item.run(); // ~ loop:on:loop
  }
  user.items.forEach((item) => isOn("each") && item.run()); // ~ each:on:loop
  const held = isOn("held"); // ~ held:on/off
  if (held) one();
  else two();
  const not = !isOn("not"); // ~ not:off/on:off:off
  if (not) one();
  else two();
  const both = not && other;
  if (both) one();
  let again = isOn("again"); // ~ again
  again = other;
  if (again) one();
  let changed = isOn("changed"); // ~ changed
  changed &&= other;
  if (changed) one();
  const text = isOn("text") === other; // ~ text:?/?
  return text ? 1 : 2;
}
