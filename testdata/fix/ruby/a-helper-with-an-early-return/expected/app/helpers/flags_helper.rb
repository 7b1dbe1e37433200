module FlagsHelper
  def feature?(name)
    return true if current_pilot.admin?

    Flipper.enabled?(name, current_pilot)
  end
end
