require "flipper"

class Errors
  def report(error)
    Raven.capture_exception(
      error,
      extra: {
        user: error.user
      }
    )
  end
end
