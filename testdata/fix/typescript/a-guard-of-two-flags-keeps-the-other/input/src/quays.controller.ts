import { Controller, Get } from '@nestjs/common';
import { RequireFlagsEnabled } from '@openfeature/nestjs-sdk';

@Controller('quays')
export class QuaysController {
  @Get()
  @RequireFlagsEnabled({ flags: [{ flagKey: 'quay-map' }, { flagKey: 'ferry-map' }] })
  list() {
    return [];
  }

  @Get('map')
  @RequireFlagsEnabled({ flags: [{ flagKey: 'quay-map' }] })
  map() {
    return {};
  }
}
