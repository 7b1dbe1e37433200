async function show(items: string[]) {
  if (await items.length) {
    draw([]);
  }
}

export { show };
