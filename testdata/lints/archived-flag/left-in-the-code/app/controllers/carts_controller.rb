require "ldclient-rb"

class CartsController < ApplicationController
  def show
    if ld_client.variation("old-cart", ld_context, false) # ~ archived-flag
      render :old
    elsif ld_client.variation("cart-hints", ld_context, false)
      render :hints
    else
      render :show
    end
  end

  private

  def ld_client
    @ld_client ||= LaunchDarkly::LDClient.new(ENV.fetch("LD_SDK_KEY"))
  end

  def ld_context
    LaunchDarkly::LDContext.create({ key: current_user.id, kind: "user" })
  end
end
