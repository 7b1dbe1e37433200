class Invoice
  def render
    if Flipper.enabled?(:new_header) # ~ identical-branches
      header
      body
    else
      header
      body
    end
  end
end
