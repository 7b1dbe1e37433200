require "flipper"

class Cart
  GIFT_CARDS = :gift_cards

  def initialize(flipper)
    @flipper = flipper
  end

  def enabled(key)
    log "asking for the value of the key, asking for the value of it"
    Flipper.enabled?(key)
  end

  def weight
    log "nothing of interest, nothing of interest, nothing of interest"
    log "nothing of interest, nothing of interest, nothing of interest"
    2
  end

  def total
    total = 0
    %w[a b{].each do |name|
      total += name.length
      log "not of interest, not of interest, not of interest, not of interest"
    end
    if Flipper.enabled?(:free_shipping)
      total -= 5
    else
      log "neither, neither, neither, neither, neither, neither, neither"
    end
    toggles = [:one_basket, :other_basket]
    text = <<~TEXT
      the text of a mail, the text of a mail, the text of a mail
      if end do {
    TEXT
    log text
    toggles.each do |toggle|
      note(toggle => Flipper.enabled?(toggle))
    end
    log "between the flag and its use, between the flag and its use"
    total += 1 if enabled(GIFT_CARDS)
    total
  end

  def other
    log "nothing of interest, nothing of interest, nothing of interest"
    log "nothing of interest, nothing of interest, nothing of interest"
    3
  end

  def late?
    log "nothing of interest, nothing of interest, nothing of interest"
    Flipper.enabled?(:late_cart)
  end
end
