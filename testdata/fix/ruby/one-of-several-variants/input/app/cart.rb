class Cart
  def initialize(client)
    @client = LaunchDarkly::LDClient.new('sdk')
  end

  def one
    case @client.variation('plan', user, 'a')
    when 'a' then 1
    when 'b', 'c' then 2
    else 3
    end
  end

  def two
    plan = @client.variation('plan', user, 'a')
    return 1 if plan == 'a'
    return 2 if %w[b c].include?(plan)

    case plan
    when 'a'
      a
    when 'b'
      b
    end
  end
end
