class Cart
  def total
    return 1 if Feature.enabled?(:beta, user)

    2
  end
end
