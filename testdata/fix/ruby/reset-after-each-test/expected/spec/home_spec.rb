describe Home do
  before do
    prepare
  end

  it "is fresh" do
    expect(Home.new.show).to eq(:fresh)
  end
end
