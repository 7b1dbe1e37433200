class Quote
  def on?
    log
    Flipper.enabled?(:quotes_rb)
  end

  def all
    [1].select { |_| Flipper.enabled?(:quotes_rb) }
  end
end
