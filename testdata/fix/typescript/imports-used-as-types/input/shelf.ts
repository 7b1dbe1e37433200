import { init } from '@launchdarkly/node-server-sdk';
import type { Sorted, Stored } from './stored.js';
import { Banner, Border, Shelf } from './shelf.js';

const client = init('key');

export async function shelf(books: Banner[]): Promise<Shelf<Stored>> {
    if (await client.boolVariation('old-shelf', {}, false)) {
        return sorted(new Banner(books), new Border(), new Shelf()) as Shelf<Sorted>;
    }
    return Shelf.of(books);
}
