describe Home do
  before do
    Flipper.enable(:new_home)
    prepare
  end

  after { Flipper.disable(:new_home) }

  it "is fresh" do
    expect(Home.new.show).to eq(:fresh)
  end
end
