import { initialize } from 'unleash-client';

const unleash = initialize({ url: 'https://flags.harbour.example', appName: 'quays' });
