require "ldclient-rb"

class Paint
  def initialize(client)
    @ld_client = LaunchDarkly::LDClient.new("sdk")
  end

  def run(user)
    case @ld_client.variation("color", user, "blue")
    when "blue" then cold
    when "red", "orange"
      warm
      hot
    else
      grey
    end
  end
end
