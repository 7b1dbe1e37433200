import { useEffect } from 'react';
import { useFlags } from 'launchdarkly-react-client-sdk';

export function Page({ history }: Props) {
    const { beta } = useFlags();

    useEffect(() => {
        if (!beta) {
            history.replace('/old');
        }
    }, [beta, history]);

    return <main>{history.length}</main>;
}
