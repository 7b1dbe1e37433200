export function one() {
  if (other()) {
    return mid();
  } else {
    return old();
  }
}

export const two = () => {
  // the old way
  const x = old();
  return x;
};

export function three(list) {
  list.filter((x) => x.ok);
  return list.map((x) => x);
}
