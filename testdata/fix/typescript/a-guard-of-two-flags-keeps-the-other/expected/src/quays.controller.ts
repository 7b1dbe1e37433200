import { Controller, Get } from '@nestjs/common';
import { RequireFlagsEnabled } from '@openfeature/nestjs-sdk';

@Controller('quays')
export class QuaysController {
  @Get()
  @RequireFlagsEnabled({ flags: [{ flagKey: 'ferry-map' }] })
  list() {
    return [];
  }

  @Get('map')
  map() {
    return {};
  }
}
