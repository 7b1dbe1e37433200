require "ldclient-rb"

class Cart
  # The old-cart flag went in January.
  def discount(client, context)
    client.variation("cart-discount", context, 0)
  end
end
