class Quays
  def show(id)
    return map
  end
end
