require "flipper"
require "ldclient-rb"
require "unleash"

# Flipper.enabled?(:in_a_comment) is prose
class InvoicesController < ApplicationController
  PDF = :pdf_letters

  def index
    return render(:old) if Feature.disabled?(:letter_grid, current_user) # ~ !letter_grid

    @pdf = PdfRenderer.new if Flipper.enabled?(PDF) # ~ pdf_letters
    @grid = Flipper[:letter_grid_v2].enabled?(current_user) # ~ letter_grid_v2
    @locale = Flipper.enabled?("letter_#{I18n.locale}") # ~ letter_*
    @search = nil unless ld_client.variation("letter-search", ld_context, false) # ~ !letter-search
    @sort = UNLEASH.is_enabled?("letter.sort", unleash_context) ? :date : :id # ~ letter.sort
    @sums = UNLEASH.if_enabled("letter.sums", unleash_context) { sums } # ~ letter.sums
    @taxes = flag?(:tax_page) # ~ tax_page
    push_frontend_feature_flag(:letter_drawer, current_user) # ~ letter_drawer
  end

  def flag?(name)
    Flipper.enabled?(name, current_user)
  end

  def sums
    settings.enabled?(:letter_grid)
    cache.fetch(:pdf_letters) { 0 }
    params.variation("letter-search", 1, false)
  end

  def ld_client = Rails.configuration.ld_client
end

RSpec.describe InvoicesController do
  before do
    stub_feature_flags(letter_drawer: false) # ~ override:letter_drawer
    Flipper.enable(:letter_grid) # ~ override:letter_grid
  end
end
