import { Controller } from './controller';
import type { Config, Logger } from './types';

export class Users extends Controller {
    private readonly logger: Logger;

    constructor(config: Config) {
        super(config);
        this.logger = config.logger;
    }

    async list(): Promise<string[]> {
        const users = await this.load();
        this.logger.info('listed');
        return users;
    }
}

export class Groups {
    private logger: Logger;

    constructor({ logger }: Pick<Config, 'logger'>) {
        this.logger = logger;
    }

    size(): number {
        this.logger.info('sized');
        return 1;
    }
}
