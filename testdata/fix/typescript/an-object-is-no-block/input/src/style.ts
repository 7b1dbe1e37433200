import { initialize } from 'unleash-client';

const unleash = initialize({ url: 'https://flags.harbour.example', appName: 'quays' });

export const style = () => (unleash.isEnabled('quay-map') ? { colour: 'blue' } : { colour: 'grey' });
export const label = () => unleash.isEnabled('quay-map') ? { text: 'Map' } : { text: 'List' };
export const pier = (quay: Quay) => unleash.isEnabled('quay-map') && { id: quay.id };
export const open = (quay: Quay) => (unleash.isEnabled('quay-map') ? quay.open : false);
