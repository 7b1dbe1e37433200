class Cart
  def show
    wide if beta
    case
    when beta
      tall
    else
      small
    end
  end

  private

  def beta
    Flipper.enabled?(:beta)
  end
end
