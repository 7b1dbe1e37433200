require "unleash"

UNLEASH = Unleash::Client.new(app_name: "loyalty", url: ENV.fetch("UNLEASH_URL"))

def points(order, context)
  return 0 unless UNLEASH.is_enabled?("release-loyalty-point", context)

  order.total / 10
end

def statement?(context)
  UNLEASH.is_enabled?("release-loyalty-points", context)
end
