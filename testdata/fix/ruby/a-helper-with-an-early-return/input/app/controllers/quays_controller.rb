class QuaysController < ApplicationController
  include FlagsHelper

  def index
    feature?(:quay_map) ? render(:map) : render(:list)
  end
end
