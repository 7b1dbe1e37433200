import { unread } from "./mail";

test("counts what is unread", () => {
  expect(unread({ id: 1, notification: { unread: 3 } })).toBe(3);
});
