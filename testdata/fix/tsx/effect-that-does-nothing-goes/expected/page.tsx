export function Page({ history }: Props) {
    return <main>{history.length}</main>;
}
