require "ldclient-rb"

class Cart
  def initialize(client)
    @client = LaunchDarkly::LDClient.new(client)
  end

  def show(user, id)
    render json: { beta: true, id: }
  end

  def call(user)
    run(beta: true)
  end
end
