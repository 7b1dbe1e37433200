import { initialize } from 'unleash-client';

const unleash = initialize({ url: 'https://flags.harbour.example', appName: 'quays' });

export const style = () => ({ colour: 'blue' });
export const label = () => ({ text: 'Map' });
export const pier = (quay: Quay) => ({ id: quay.id });
export const open = (quay: Quay) => quay.open;
