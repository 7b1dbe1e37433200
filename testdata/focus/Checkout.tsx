import { init, LDClient } from 'launchdarkly-js-client-sdk';
import { Banner, Box, Price, Row } from './layout';

// flagdebt: allow stale-flag -- the sale ends in May
const quotes = (text: string) => text.replace(/['"`{(]/g, '').split(/\s*\/\s*/);

export const Checkout = ({ order, onPaid }: Props) => {
    const ld = init('id', { key: order.user });
    const isNew = ld.variation('new-checkout', false);
    const rows = order.rows.map((row) => {
        const name = quotes(row.name).join(', ');
        const price = row.price * row.count - row.discount;
        return { name, price, key: `${row.id}-${name}` };
    });
    const sum = rows.reduce((total, row) => total + row.price, 0);
    const title = `checkout ${isNew ? 'new' : 'old'} of ${order.name}`;
    if (sum > ld
        .variation('limit', 100)) {
        console.log('a large order', order.id, rows.length, 'rows', sum);
        fetch('/orders/large', { method: 'POST', body: JSON.stringify({ id: order.id, sum }) });
    }
    return (
        <>
            <Banner text="Don't pay twice" onClose={() => {
                console.log('the banner was closed by somebody who had read it', order.id);
            }} />
            <p>It's your order, isn't it? (Yes: go on</p>
            {rows.map((row) => (
                <Row<Line> key={row.key} name={row.name} style={{ color: 'grey', padding: 3 }}>
                    <Price value={row.price} currency={order.currency} note="without what's off" />
                </Row>
            ))}
            {isNew && <Box title={title}>{ld.variation('one-click', false) ? <b>now</b> : <i>later</i>}</Box>}
            <Box<Record<string, () => void>>
                title="a very long title that nobody reads and that is no flag's"
                onClick={() => {
                    onPaid(order.id, rows.map((row) => row.key), sum, 'paid by a click');
                }}
                footer={
                    <Price value={sum} currency={order.currency} note={ld.variation('notes', 'none')} />
                }
            >
                <p>1) Read, 2) pay, 3) don't come back</p>
            </Box>
        </>
    );
};

export class Basket<T extends Item> {
    private readonly client: LDClient;

    constructor(client: LDClient, private items: T[] = []) {
        this.client = client;
        console.log('a basket was made of', items.length, 'items, which is not what matters here');
    }

    total = <N,>(of: (item: T) => N) => this.items.map(of);

    async pay(): Promise<boolean> {
        const receipt = await this.print({ lines: this.items.map((item) => item.name), width: 40 });
        const scoped = this.client
            .identify({ key: 'a' })
            .then(() => this.client)
        if (this.client.variation('pay-later', false))
            return this.later(receipt)
        else
            console.log('pays now, and not later, whatever the receipt says about it', receipt)
        for (const item of this.items) {
            if (item.price / 2 > 3 && item.name !== '/') {
                this.note(item, 'is expensive, and is told about twice in the log of the day');
            }
        }
        return receipt.sum / this.items.length > 2;
    }
}
