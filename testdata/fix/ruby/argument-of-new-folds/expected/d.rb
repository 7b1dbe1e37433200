class Panel
  def initialize(title)
    @title = title
  end

  def width
    10
  end
end

class Maker
  def make
    Panel.new("a")
  end
end
