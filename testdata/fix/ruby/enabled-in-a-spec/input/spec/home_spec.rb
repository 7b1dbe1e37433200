describe Home do
  before { Flipper.enable(:new_home) }

  it "is fresh" do
    Flipper.enable(:new_home)
    expect(Home.new.show).to eq(:fresh)
  end

  it "is stale" do
    Flipper.disable(:new_home)
    expect(Home.new.show).to eq(:stale)
  end
end
