class QuaysController < ApplicationController
  include FlagsHelper

  def index
    render(:list)
  end
end
