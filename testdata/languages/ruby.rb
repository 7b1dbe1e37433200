require "acme"

EXPORTS = "export-csv" # ~ declares export-csv

class Page
  def on?(key) = Acme.on?(key, false)

  def show
    return door.on?(:front) unless Acme.on?(:checkout) # ~ !checkout
    text = "Acme.on?(:text)" # Acme.on?(:comment)
    %i[one two].each { |key| Acme.on?(key) } # ~ one two
    (Acme.on?("short")) && Acme.on?(EXPORTS) && !Acme.on?(:refused) # ~ short export-csv !refused
  end
end
