import type { Unleash } from 'unleash-client';

export function total(unleash: Unleash, rows: number[]): number {
    const sum = add(rows);
    const parts = rows.slice();
    let count = 0;
    let last = rows[0];
    parts.push(count);
    if (sum > 3) {
        last = rows[2];
    }
    return sum + parts.length + last;
}

function add(rows: number[]): number {
    return rows.length;
}
