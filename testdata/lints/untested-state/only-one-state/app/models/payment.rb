class Payment
  def run
    retry_later if Flipper.enabled?(:payment_retry) # ~ untested-state
    audit if Flipper.enabled?(:payment_audit) # ~ untested-state
    log if Flipper.enabled?(:payment_log)
    hint if Flipper.enabled?(:hints)
  end
end
