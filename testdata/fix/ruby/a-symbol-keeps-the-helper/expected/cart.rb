class Cart < ApplicationRecord
  validates :name, presence: true, if: :beta?

  def beta?
    true
  end

  def total
    1
  end
end
