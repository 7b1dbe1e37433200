require "unleash"

UNLEASH = Unleash::Client.new(url: "https://unleash.example.com/api", app_name: "billing")

class InvoicesController < ApplicationController
  def index
    @bulk = UNLEASH.is_enabled?("bulk2") # ~ flag-name
    @sort = UNLEASH.is_enabled?("release-invoice-sort") ? :date : :id
    head :service_unavailable if UNLEASH.is_enabled?("stop_invoices")
  end
end
