export function show(tall) {
  return { size: 1, ...(tall ? { wide: 1 } : {}) };
}
