class Quays
  def show(id)
    quay = Quay.find(id)
    return map if Flipper.enabled?(:quay_map)

    list(quay)
  end
end
