describe Cart do
  before do
    stub_feature_flags(other: true)
  end

  it 'sums' do
    expect(total).to eq(1)
  end

  context 'with others' do
    before { stub_feature_flags(other: false) }

    it 'sums' do
      expect(total).to eq(1)
    end
  end
end
