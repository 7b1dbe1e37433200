require "ldclient-rb"

class A
  def one(client, user, n)
    use_it(n * (n + 1))
    -(n + 1)
  end
end
