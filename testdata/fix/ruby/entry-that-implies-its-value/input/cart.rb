require "ldclient-rb"

class Cart
  def initialize(client)
    @client = LaunchDarkly::LDClient.new(client)
  end

  def show(user, id)
    beta = @client.variation("beta", user, false)
    render json: { beta:, id: }
  end

  def call(user)
    beta = @client.variation("beta", user, false)
    run(beta:)
  end
end
