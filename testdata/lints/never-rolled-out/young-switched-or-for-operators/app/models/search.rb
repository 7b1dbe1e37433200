class Search
  def run
    return :voice if Flipper.enabled?(:voice_search)
    return :image if Flipper.enabled?(:image_search)

    Flipper.enabled?(:search_drain) ? :none : :text
  end
end
