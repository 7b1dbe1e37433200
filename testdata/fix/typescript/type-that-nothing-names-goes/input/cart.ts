import type { Unleash } from 'unleash-client';

type Discount = { rate: number };

interface Row {
    price: number;
}

export interface Total {
    sum: number;
}

export function total(unleash: Unleash, rows: Row[]): number {
    if (unleash.isEnabled('beta')) {
        const discount: Discount = { rate: 0.5 };
        const total: Total = { sum: discount.rate * rows.length };
        return total.sum;
    }
    return rows.length;
}
