export const Nav = () => {
  return (
    <Menu>
      <Item />
    </Menu>
  );
};
