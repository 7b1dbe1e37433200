class Cart
  def total
    return 1 if use_beta?

    2
  end

  def use_beta?
    FeatureToggle.enabled?(:beta, user: current)
  end
end
