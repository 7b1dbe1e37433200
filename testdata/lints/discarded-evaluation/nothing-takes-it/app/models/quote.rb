class Quote
  def run
    Flipper.enabled?(:quotes_rb) # ~ discarded-evaluation
    1
  end
end
