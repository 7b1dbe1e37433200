import type { Unleash } from 'unleash-client';
import { Controller } from './controller';
import type { Config, Logger } from './types';

export class Users extends Controller {
    private readonly logger: Logger;

    private flags: Unleash;

    constructor(config: Config) {
        super(config);
        this.logger = config.logger;
        this.flags = config.flags;
    }

    async list(): Promise<string[]> {
        let users = await this.load();
        if (this.flags.isEnabled('beta')) {
            users = users.map((user) => user.toLowerCase());
        }
        this.logger.info('listed');
        return users;
    }
}

export class Groups {
    private logger: Logger;

    private flags: Unleash;

    constructor({ logger, flags }: Pick<Config, 'logger' | 'flags'>) {
        this.logger = logger;
        this.flags = flags;
    }

    size(): number {
        this.logger.info('sized');
        return this.flags.isEnabled('beta') ? 2 : 1;
    }
}
