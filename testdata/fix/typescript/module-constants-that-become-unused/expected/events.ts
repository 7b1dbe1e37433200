import { init } from '@launchdarkly/node-server-sdk';

const SHARED_KEYS = ['id'];
const client = init('key');
export const PUBLIC_KEYS = ['id'];

export async function search(events: Event[]): Promise<Event[]> {
    return events.slice(0, SHARED_KEYS.length);
}
