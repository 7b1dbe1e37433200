require "open_feature/sdk"

class Queue
  def drain(rounds)
    for round in rounds
      break if empty?
    end
    while pending?
      take
      log("taken")
    end
    finish
  end

  def client
    @client ||= OpenFeature::SDK.build_client
  end
end
