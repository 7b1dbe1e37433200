class Invoice
  def render
    if Flipper.enabled?(:new_header)
      header
      body
    else
      body
    end
  end
end
