import type { Unleash } from 'unleash-client';
import type { Config, Logger } from './types';

export class Users {
    private flags: Unleash;

    constructor(config: Config) {
        this.flags = config.flags;
        config.start();
    }

    size(): number {
        return 1;
    }

    others(key: string): boolean {
        return this.flags.isEnabled(key);
    }
}

export class Groups {
    protected flags: Unleash;

    constructor(config: Config) {
        this.flags = config.flags;
        config.start();
    }

    size(): number {
        return 1;
    }
}

export class Roles {
    private flags: Unleash;

    constructor(flags: Unleash) {
        this.flags = flags;
    }

    size(): number {
        return 1;
    }
}
