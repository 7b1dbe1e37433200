class Job
  def perform
    run unless use_beta?
    stop
  end

  private

  def use_beta?
    FeatureToggle.enabled?(:beta, user: current)
  end
end
