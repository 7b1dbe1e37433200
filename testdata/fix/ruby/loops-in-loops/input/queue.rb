require "open_feature/sdk"

class Queue
  def drain(rounds)
    for round in rounds
      until client.fetch_boolean_value(flag_key: "flag-a", default_value: false)
        wait(round)
      end
      break if empty?
    end
    while pending?
      if client.fetch_boolean_value(flag_key: "flag-a", default_value: false)
        take
      else
        leave
      end
      log("taken")
    end
    finish
  end

  def client
    @client ||= OpenFeature::SDK.build_client
  end
end
