import { init } from '@launchdarkly/node-server-sdk';
import type { Stored } from './stored.js';
import { Banner, Shelf } from './shelf.js';

const client = init('key');

export async function shelf(books: Banner[]): Promise<Shelf<Stored>> {
    return Shelf.of(books);
}
