import { init } from "@launchdarkly/node-server-sdk";

const client = init("sdk");

export async function one(user: User) {
  const plan = await client.stringVariation("plan", user, "a");
  switch (plan) {
    case "a":
      return 1;
    case "b": {
      const x = 2;
      return x;
    }
    default:
      return 3;
  }
}

export async function two(user: User) {
  const plan = await client.stringVariation("plan", user, "a");
  if (plan === "a") {
    a();
  } else if (plan === "b") {
    b();
  } else if (plan === "c") {
    c();
  } else {
    d();
  }
}

export async function three(user: User) {
  const prices = { a: 1, b: 2 };
  const plan = await client.stringVariation("plan", user, "a");
  if (plan !== "b" && user.active) {
    return 1;
  }
  return plan === "a" || plan === "c" ? 5 : 6;
}
