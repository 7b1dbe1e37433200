require "ldclient-rb"

class Paint
  def initialize(client)
    @ld_client = LaunchDarkly::LDClient.new("sdk")
  end

  def run(user)
    warm
    hot
  end
end
