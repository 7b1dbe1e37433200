import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk");

export async function one(user: User) {
  const x = 2;
  return x;
}

export async function two(user: User) {
  b();
}

export async function three(user: User) {
  const prices = { a: 1, b: 2 };
  return 6;
}
