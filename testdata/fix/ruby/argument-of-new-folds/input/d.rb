class Panel
  def initialize(title, wide: false)
    @title = title
    @wide = wide
  end

  def width
    @wide ? 10 : 5
  end
end

class Maker
  def make
    Panel.new("a", wide: Flipper.enabled?(:beta))
  end
end
