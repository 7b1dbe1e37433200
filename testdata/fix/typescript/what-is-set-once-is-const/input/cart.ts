import type { Unleash } from 'unleash-client';

export function total(unleash: Unleash, rows: number[]): number {
    let sum = add(rows);
    let parts = rows.slice();
    let count = 0;
    let last = rows[0];
    if (unleash.isEnabled('beta')) {
        sum = sum * 2;
        parts = parts.reverse();
        count += 1;
        last = rows[1];
    }
    parts.push(count);
    if (sum > 3) {
        last = rows[2];
    }
    return sum + parts.length + last;
}

function add(rows: number[]): number {
    return rows.length;
}
