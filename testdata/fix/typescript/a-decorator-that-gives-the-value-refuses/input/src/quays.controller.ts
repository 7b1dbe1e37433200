import { Controller, Get } from '@nestjs/common';
import { BooleanFeatureFlag, EvaluationDetails } from '@openfeature/nestjs-sdk';
import { map, Observable } from 'rxjs';

@Controller('quays')
export class QuaysController {
  @Get()
  list(@BooleanFeatureFlag({ flagKey: 'quay-map', defaultValue: false }) feature: Observable<EvaluationDetails<boolean>>) {
    return feature.pipe(map((details) => (details.value ? 'map' : 'list')));
  }
}
