require "openfeature/sdk"

client = OpenFeature::SDK.build_client

def show(client)
  rate = client.fetch_number_value(flag_key: "rate", default_value: 0)
  if rate
    puts("on")
  end
  puts("many") if rate > 5
end
