RSpec.describe Payment do
  before { Flipper.enable(:payment_retry) }

  it { expect(described_class.new.run).to be }

  context("with the log") { before { Flipper.enable(:payment_log) } }
  context("without the log") { before { Flipper.disable(:payment_log) } }
end
