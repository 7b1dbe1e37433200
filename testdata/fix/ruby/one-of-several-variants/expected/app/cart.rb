class Cart
  def initialize(client)
    @client = LaunchDarkly::LDClient.new('sdk')
  end

  def one
    2
  end

  def two
    return 2
  end
end
