require "flipper"

RSpec.describe Cart do
  context "when the cart is new" do
    before { Flipper.enable(:beta) }
    after { Flipper.disable(:beta) }

    it "shows the new one" do
      expect(Cart.new.show).to eq("new")
    end
  end

  context "when the cart is old" do
    before { Flipper.disable(:beta) }

    it "shows the old one" do
      expect(Cart.new.show).to eq("old")
    end
  end
end
