require "openfeature/sdk"

client = OpenFeature::SDK.build_client

def show(client)
  puts("on")
end
