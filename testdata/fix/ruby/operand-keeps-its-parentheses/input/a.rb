require "ldclient-rb"

class A
  def one(client, user, n)
    use_it(n * (client.variation("beta", user, false) ? n + 1 : 2))
    -(client.variation("beta", user, false) ? n + 1 : 2)
  end
end
