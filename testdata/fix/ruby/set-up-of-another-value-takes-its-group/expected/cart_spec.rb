require "flipper"

RSpec.describe Cart do
  context "when the cart is new" do
    it "shows the new one" do
      expect(Cart.new.show).to eq("new")
    end
  end
end
