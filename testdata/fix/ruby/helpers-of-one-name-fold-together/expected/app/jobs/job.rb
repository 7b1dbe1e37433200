class Job
  def perform
    stop
  end

  private
end
