describe Home do
  it "is fresh" do
    expect(Home.new.show).to eq(:fresh)
  end
end
