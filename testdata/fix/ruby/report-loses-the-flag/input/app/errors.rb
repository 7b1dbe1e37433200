require "flipper"

class Errors
  def report(error)
    Raven.capture_exception(
      error,
      extra: {
        new_cart_enabled: Flipper.enabled?(:new_cart),
        user: error.user
      }
    )
  end
end
